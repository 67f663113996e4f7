package io.zentra.policy.internal;

import java.util.function.IntPredicate;

/** A bit for each of so many items. Not thread-safe while it is changed. */
final class Bits {
    private final long[] words;

    private Bits(long[] words) {
        this.words = words;
    }

    /** The bits of items that are so. */
    static Bits of(int items, IntPredicate isSet) {
        Bits bits = new Bits(new long[(items + Long.SIZE - 1) / Long.SIZE]);
        for (int i = 0; i < items; i++) {
            bits.set(i, isSet.test(i));
        }
        return bits;
    }

    /** How many words they take. */
    int words() {
        return words.length;
    }

    Bits copy() {
        return new Bits(words.clone());
    }

    void set(int item, boolean on) {
        if (on) {
            words[item / Long.SIZE] |= 1L << item;
        } else {
            words[item / Long.SIZE] &= ~(1L << item);
        }
    }

    /** Leaves those only that the others have too. */
    void and(Bits others) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= others.words[i];
        }
    }

    boolean isSet(int item) {
        return (words[item / Long.SIZE] & 1L << item) != 0;
    }

    /** The first item from this one on whose bit is set; -1 when none is. */
    int next(int from) {
        int word = from / Long.SIZE;
        if (word >= words.length) {
            return -1;
        }
        long rest = words[word] & -1L << from;
        while (rest == 0) {
            word++;
            if (word == words.length) {
                return -1;
            }
            rest = words[word];
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
    }
}
