package io.zentra.testing.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Every order of steps, each step once. */
final class Orders {
    private Orders() {}

    /** All orders of one up to so many of the steps. */
    static <S> List<List<S>> of(Collection<S> steps, int most) {
        List<List<S>> all = new ArrayList<>();
        extend(new ArrayList<>(), new LinkedHashSet<>(steps), most, all);
        return all;
    }

    private static <S> void extend(List<S> so, Set<S> left, int most, List<List<S>> all) {
        if (!so.isEmpty()) {
            all.add(List.copyOf(so));
        }
        if (so.size() < most) {
            for (S next : left) {
                Set<S> others = new LinkedHashSet<>(left);
                others.remove(next);
                so.add(next);
                extend(so, others, most, all);
                so.remove(so.size() - 1);
            }
        }
    }

    /** Every so manieth of the orders in the scenes, the first order in all scenes first. */
    static <S, C, T> List<T> in(List<C> scenes, List<List<S>> orders, int every, BiFunction<C, List<S>, T> schedule) {
        List<T> all = new ArrayList<>();
        long most = (long) orders.size() * scenes.size();
        for (long i = 0; i < most; i += every) {
            int scene = (int) (i % scenes.size());
            int order = (int) (i / scenes.size());
            all.add(schedule.apply(scenes.get(scene), orders.get(order)));
        }
        return all;
    }
}
