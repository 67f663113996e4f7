package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Requests with accounts and words at random, for searches by them. */
abstract class RequestSearchDesk extends PolicyDesk {
    static final int LONGEST = 512;
    static final List<String> ENDS = List.of(CUSTOMER, OTHER, MERCHANT);
    static final List<String> NAMES = List.of("order", "colour", "note");

    /** One that is as long as may be, one of many scripts, and some that differ little. */
    static final List<String> VALUES =
            List.of("4711", "4711 ", "47\n11", "", "日本語 ✓ 😀 é", "e\u0301", "x".repeat(LONGEST), "y".repeat(LONGEST));

    final SplittableRandom random = new SplittableRandom(17);
    private final Map<String, Map<String, String>> kept = new HashMap<>();

    RequestSearchDesk() {}

    /** Some words of a request. */
    final Map<String, String> words() {
        Map<String, String> said = new HashMap<>();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                said.put(name, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return said;
    }

    /** Remembers the words of what was made. */
    final void keep(String id, Map<String, String> words) {
        kept.put(id, words);
    }

    /** The words of what was made. */
    final Map<String, String> said(String id) {
        return Objects.requireNonNull(kept.get(id), id);
    }

    /** Some of the words that something has. */
    final Map<String, String> aPart(String id) {
        Map<String, String> part = new HashMap<>(said(id));
        part.keySet().removeIf(name -> random.nextInt(3) == 0);
        return part;
    }

    /** An end other than this. */
    final String another(String account) {
        return ENDS.stream().filter(end -> !end.equals(account)).toList().get(random.nextInt(2));
    }

    static void refused(ErrorCode code, Runnable asking) {
        assertThatThrownBy(asking::run)
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    final RawSql raw() {
        return new RawSql(source());
    }

    final long tenant() {
        return raw().number("select no from zentra_tenant where id = ?", "acme");
    }

    /** How far the index is filled. */
    final long position() {
        return raw().number("select coalesce(max(seq), 0) from zentra_request_position where tenant = ?", tenant());
    }
}
