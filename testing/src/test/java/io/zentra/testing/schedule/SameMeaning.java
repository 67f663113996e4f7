package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.runtime.payment.Payment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What payments came to: those that began alike and took the same steps end alike, in whatever order the steps came, wherever
 * the process ended, and whatever was declined between them.
 */
final class SameMeaning {
    private final Map<List<Object>, End> ends = new HashMap<>();
    private int met;

    private record End(List<Object> state, String told) {}

    /** Compares with the first that meant the same. */
    void require(PaymentScene scene, ExpectedPayment expected, Payment payment, String told) {
        List<String> events = expected.events().stream().sorted().toList();
        List<Object> meaning = List.of(scene.begins(), scene.person(), expected.taken(), events);
        List<Object> state = List.of(payment.status(), PaymentStage.amounts(payment));
        End first = ends.putIfAbsent(meaning, new End(state, told));
        if (first != null) {
            met++;
            assertThat(state).as("%s means the same as %s", told, first.told()).isEqualTo(first.state());
        }
    }

    /** How often one was compared with another. */
    int met() {
        return met;
    }
}
