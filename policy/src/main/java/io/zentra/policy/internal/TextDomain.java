package io.zentra.policy.internal;

import io.zentra.policy.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a fact may still be. Immutable. When it is empty nothing is left; when it is not, something usually is.
 *
 * @param field the fact
 * @param absent whether the operation may lack it
 * @param present whether the operation may have it
 * @param allowed the only values; null for all but those excluded
 * @param excluded values that it does not have
 * @param prefix how it begins
 * @param notPrefixes how it does not begin
 */
record TextDomain(
        Field field,
        boolean absent,
        boolean present,
        @Nullable Set<String> allowed,
        Set<String> excluded,
        String prefix,
        List<String> notPrefixes) {
    /** All that a fact may be. */
    static TextDomain all(Field field, String kind) {
        Set<String> allowed = null;
        if (field.equals(Field.KIND)) {
            allowed = Set.of(kind);
        } else if (field.equals(Field.ACTOR_KIND)) {
            allowed = FactValues.ACTOR_KINDS;
        }
        return new TextDomain(field, !FactValues.isAlwaysThere(field), true, allowed, Set.of(), "", List.of());
    }

    boolean isEmpty() {
        return !absent && !present;
    }

    boolean mustBePresent() {
        return !absent;
    }

    /** Only if the operation has it. */
    TextDomain whenPresent() {
        return of(false, present, allowed, excluded, prefix, notPrefixes);
    }

    /** Only if the operation lacks it. */
    TextDomain whenAbsent() {
        return of(absent, false, allowed, excluded, prefix, notPrefixes);
    }

    /** Only if it is one of these, which must be possible. */
    TextDomain in(Set<String> values) {
        Set<String> both = new TreeSet<>(values);
        both.removeIf(value -> !isAllowed(value));
        return of(false, present, both, Set.of(), prefix, notPrefixes);
    }

    TextDomain notIn(Collection<String> values) {
        if (allowed != null) {
            Set<String> rest = new TreeSet<>(allowed);
            rest.removeAll(values);
            return of(absent, present, rest, Set.of(), prefix, notPrefixes);
        }
        Set<String> more = new HashSet<>(excluded);
        more.addAll(values);
        return of(absent, present, null, more, prefix, notPrefixes);
    }

    TextDomain startsWith(String beginning) {
        String longer = beginning.startsWith(prefix) ? beginning : prefix;
        boolean both = longer.startsWith(beginning) && FactValues.canBegin(field, longer);
        return of(false, present && both, left(value -> value.startsWith(beginning)), excluded, longer, notPrefixes);
    }

    TextDomain startsNotWith(String beginning) {
        List<String> more = Stream.concat(notPrefixes.stream(), Stream.of(beginning))
                .distinct()
                .toList();
        return of(absent, present, left(value -> !value.startsWith(beginning)), excluded, prefix, more);
    }

    /** A value that it may have; empty when none is at hand, which does not say that there is none. */
    Optional<String> value() {
        if (!present) {
            return Optional.empty();
        }
        return candidates().filter(this::isAllowed).findFirst();
    }

    /** Values among which one that it may have is looked for. */
    Stream<String> candidates() {
        return allowed != null
                ? allowed.stream()
                : FactValues.some(field, prefix, excluded.size() + notPrefixes.size());
    }

    /** Whether it may have a value. */
    boolean isAllowed(String value) {
        return present
                && (allowed == null ? !excluded.contains(value) : allowed.contains(value))
                && value.startsWith(prefix)
                && notPrefixes.stream().noneMatch(value::startsWith);
    }

    private @Nullable Set<String> left(Predicate<String> isLeft) {
        if (allowed == null) {
            return null;
        }
        Set<String> left = new TreeSet<>(allowed);
        left.removeIf(isLeft.negate());
        return left;
    }

    private TextDomain of(
            boolean mayBeAbsent,
            boolean mayBePresent,
            @Nullable Set<String> only,
            Set<String> not,
            String beginning,
            List<String> notBeginnings) {
        boolean any = mayBePresent
                && (only == null || !only.isEmpty())
                && notBeginnings.stream().noneMatch(beginning::startsWith);
        return new TextDomain(field, mayBeAbsent, any, only, not, beginning, notBeginnings);
    }
}
