package io.zentra.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntityIdTest {
    private static final long MAX_SEQ = (1L << 44) - 1;
    private static final long MAX_RANDOM = (1L << 52) - 1;

    @Test
    void readsBackWhateverItWrites() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            EntityId id = new EntityId(
                    "po",
                    random.nextInt() >>> 1 >>> random.nextInt(31),
                    random.nextLong() >>> 20 >>> random.nextInt(44),
                    random.nextLong());

            assertThat(EntityId.parse("po", id.toString())).contains(id);
        }
    }

    @Test
    void holdsTheLargestNumbers() {
        EntityId largest = new EntityId("tr", Integer.MAX_VALUE, MAX_SEQ, -1);

        assertThat(largest.random()).isEqualTo(MAX_RANDOM);
        assertThat(largest).hasToString("tr_3" + "z".repeat(25));
        assertThat(EntityId.parse("tr", largest.toString())).contains(largest);
        assertThat(new EntityId("tr", 0, 0, 0)).hasToString("tr_" + "0".repeat(26));
    }

    @Test
    void sortsAsTextByTenantThenBySequence() {
        List<String> ids = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(2);
        for (int tenant : new int[] {0, 1, 31, 32, 1_000_000}) {
            for (long seq : new long[] {0, 1, 31, 32, 1_023, 1_024, 4_095, 4_096, 1L << 32, MAX_SEQ}) {
                ids.add(new EntityId("po", tenant, seq, random.nextLong()).toString());
            }
        }

        assertThat(ids).isSorted();
    }

    @Test
    void refusesTextsThatItWouldNotWrite() {
        String id = new EntityId("po", 7, 99, 12_345).toString();
        String digits = id.substring(3);

        assertThat(EntityId.parse("po", id)).isPresent();
        assertThat(EntityId.parse("tr", id)).isEmpty();
        assertThat(EntityId.parse("p", id)).isEmpty();
        assertThat(EntityId.parse("po", id.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(EntityId.parse("po", "po-" + digits)).isEmpty();
        assertThat(EntityId.parse("po", id + "0")).isEmpty();
        assertThat(EntityId.parse("po", id.substring(0, 28))).isEmpty();
        assertThat(EntityId.parse("po", "")).isEmpty();
        for (String lookAlike : List.of("i", "l", "o", "u", "-", " ", "é", "😀".substring(0, 1))) {
            assertThat(EntityId.parse("po", "po_" + lookAlike + digits.substring(1)))
                    .isEmpty();
        }
    }

    /** Whatever is no id of Zentra's is a name that a host may have chosen. */
    @Test
    void isReadWhateverItsKind() {
        for (String prefix : List.of("po", "case")) {
            EntityId id = new EntityId(prefix, 7, 99, 12_345);
            assertThat(EntityId.parse(id.toString())).contains(id);
        }
        for (String prefix : List.of("p", "cases", "Po", "p0")) {
            assertThat(EntityId.parse(new EntityId(prefix, 7, 99, 12_345).toString()))
                    .as(prefix)
                    .isEmpty();
        }
        assertThat(EntityId.parse("case_31")).isEmpty();
    }

    /** 26 digits hold 130 bits: the two that are too many, and the sign of the tenant, must be zero. */
    @Test
    void hasOneTextForEachId() {
        String digits = new EntityId("po", 7, 99, 12_345).toString().substring(4);

        assertThat(EntityId.parse("po", "po_0" + digits)).isPresent();
        assertThat(EntityId.parse("po", "po_3" + digits)).isPresent();
        for (char tooLarge : "456789abcdefghjkmnpqrstvwxyz".toCharArray()) {
            assertThat(EntityId.parse("po", "po_" + tooLarge + digits)).isEmpty();
        }
    }

    @Test
    void refusesNumbersBeyondItsBits() {
        assertThatThrownBy(() -> new EntityId("po", -1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntityId("po", 0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntityId("po", 0, MAX_SEQ + 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
