package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.HashChain;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.IdempotencyRecord;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leads events back to the first of their command, and from there to the key and all that came under it again. */
final class Origins {
    private static final String CHAIN = """
            select seq, event, hash from zentra_journal where tenant = :tenant and seq >= :seq - 1 and seq <= :seq
            order by seq
            """;

    private static final String REPLAYS = """
            select j.event from zentra_replay r join zentra_journal j on j.tenant = :tenant and j.seq = r.seq
            where r.tenant = :tenant and r.first_seq = :first order by r.seq desc
            """;

    private static final String COUNT =
            "select count(*) from zentra_replay where tenant = :tenant and first_seq = :first";

    private final Queries queries;
    private final int tenantNo;

    Origins(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** An event with the chain after it, which was computed again. */
    record Proven(Event event, String hash) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Link(long seq, byte[] event, byte[] hash) {}

    /** A stored event, if its bytes give the chain that is stored after it. */
    Optional<Proven> event(long seq) {
        byte[] before = HashChain.genesis();
        Link last = null;
        for (Link link : queries.select(
                CHAIN,
                tenantNo,
                Map.of("seq", seq),
                2,
                (results, context) -> new Link(results.getLong(1), results.getBytes(2), results.getBytes(3)))) {
            before = last == null ? before : last.hash();
            last = link;
        }
        if (last == null || last.seq() != seq) {
            return Optional.empty();
        }
        if (!Arrays.equals(new HashChain().next(before, last.event()), last.hash())) {
            throw damaged("event " + seq + " does not match its hash");
        }
        return Optional.of(new Proven(Event.parse(last.event()), HexFormat.of().formatHex(last.hash())));
    }

    /** The first event of the command that recorded this one. */
    Event origin(Event event) {
        if (event.first().isEmpty()) {
            return event;
        }
        long first = event.first().getAsLong();
        return event(first)
                .map(Proven::event)
                .orElseThrow(() -> damaged("event " + event.seq() + " names the missing event " + first));
    }

    /** What is kept of the key of a command's first event. */
    Optional<IdempotencyRecord> request(Event origin) {
        return origin.key()
                .map(key -> new IdempotencyRecord(
                        origin.operation().orElse(""),
                        key,
                        origin.seq(),
                        origin.at(),
                        origin.request().toString(),
                        replays(origin),
                        latest(origin)));
    }

    /** How often the key of a command's first event came again. */
    long replays(Event origin) {
        return queries.select(
                        COUNT, tenantNo, Map.of("first", origin.seq()), 1, (results, context) -> results.getLong(1))
                .get(0);
    }

    private List<IdempotencyRecord.Replay> latest(Event origin) {
        return queries
                .select(
                        REPLAYS,
                        tenantNo,
                        Map.of("first", origin.seq()),
                        IdempotencyRecord.MAX_LATEST,
                        (results, context) -> Event.parse(results.getBytes(1)))
                .stream()
                .map(event -> replay(event, origin))
                .toList();
    }

    /** Each replay tells from which event it was answered. */
    private static IdempotencyRecord.Replay replay(Event event, Event origin) {
        if (event.body().path("first_seq").longValue() != origin.seq()
                || !Objects.equals(text(event, "key"), origin.key().orElse(null))
                || !Objects.equals(text(event, "operation"), origin.operation().orElse(null))) {
            throw damaged("event " + event.seq() + " is no replay of event " + origin.seq());
        }
        return new IdempotencyRecord.Replay(event.seq(), event.at(), event.actor());
    }

    private static @Nullable String text(Event event, String member) {
        return event.body().path(member).textValue();
    }

    private static ZentraException damaged(String what) {
        return ZentraException.of(ErrorCode.JOURNAL_DAMAGED, what + ": run verify() to find the extent");
    }
}
