package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.ledger.internal.EffectiveInstant;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of an account's history to list. Immutable.
 *
 * <pre>{@code
 * StatementRequest.of("customer:42").effective()
 *         .from(Instant.parse("2026-10-01T00:00:00Z"))
 *         .to(Instant.parse("2026-11-01T00:00:00Z"));
 * }</pre>
 *
 * @param account the account's id
 * @param axis by which time
 * @param from the first instant; null for the beginning
 * @param to the first instant that is not in it; null for now
 * @param knownAt what was recorded by then counts alone, that of this very microsecond included; null for all that is recorded
 * @param limit the most lines of a page, 1 to {@value #MAX_LIMIT}
 * @param after the lines behind this cursor, the first of them; null for no cursor
 * @param before the lines before this cursor, the last of them; null for no cursor
 */
public record StatementRequest(
        String account,
        TimeAxis axis,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Instant knownAt,
        int limit,
        @Nullable String after,
        @Nullable String before) {
    /** The most lines of a page. */
    public static final int MAX_LIMIT = 1_000;

    private static final int STANDARD_LIMIT = 100;

    /**
     * Checks id, times, limit and that there is one cursor at most.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_effective_time} or {@code invalid_configuration}
     */
    public StatementRequest {
        Identifier.require("account", account);
        from = from == null ? null : EffectiveInstant.require(from);
        to = to == null ? null : EffectiveInstant.require(to);
        knownAt = knownAt == null ? null : EffectiveInstant.require(knownAt);
        require(limit >= 1 && limit <= MAX_LIMIT, "a page has 1 to " + MAX_LIMIT + " lines, not " + limit, account);
        require(after == null || before == null, "a page lies after one cursor or before one, not both", account);
        require(from == null || to == null || !to.isBefore(from), to + " is before " + from, account);
    }

    /** All recorded lines of an account, the first page of 100. */
    public static StatementRequest of(String account) {
        return new StatementRequest(account, TimeAxis.RECORDED, null, null, null, STANDARD_LIMIT, null, null);
    }

    /** The same by effective times. */
    public StatementRequest effective() {
        return new StatementRequest(account, TimeAxis.EFFECTIVE, from, to, knownAt, limit, after, before);
    }

    /** The same from an instant on. */
    public StatementRequest from(Instant first) {
        return new StatementRequest(account, axis, first, to, knownAt, limit, after, before);
    }

    /** The same up to an instant, which is not in it. */
    public StatementRequest to(Instant end) {
        return new StatementRequest(account, axis, from, end, knownAt, limit, after, before);
    }

    /**
     * The same as the journal knew it at a time: a statement by effective times as it was issued then, whatever was
     * backdated since. Once something later than this time is recorded, the answer is final. On the effective axis it costs
     * more by what was backdated since.
     *
     * @param time what was recorded in this very microsecond is included
     */
    public StatementRequest knownAt(Instant time) {
        return new StatementRequest(account, axis, from, to, time, limit, after, before);
    }

    /** The same with pages of another length. */
    public StatementRequest limit(int lines) {
        return new StatementRequest(account, axis, from, to, knownAt, lines, after, before);
    }

    /** The page behind a cursor, such as {@link Statement#next()} or {@link Statement#resume()}. */
    public StatementRequest after(String cursor) {
        return new StatementRequest(account, axis, from, to, knownAt, limit, cursor, null);
    }

    /** The page before a cursor, such as {@link Statement#previous()}. */
    public StatementRequest before(String cursor) {
        return new StatementRequest(account, axis, from, to, knownAt, limit, null, cursor);
    }

    private static void require(boolean condition, String message, String account) {
        if (!condition) {
            throw ZentraException.of(ErrorCode.INVALID_CONFIGURATION, message, Map.of("account", account));
        }
    }
}
