package io.zentra.webhooks.internal;

import io.zentra.core.identity.Access;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.internal.HealthTable.Circuit;
import io.zentra.webhooks.internal.Outgoing.Parcel;
import io.zentra.webhooks.internal.RecordAttempts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One node sends what is due to one endpoint, under a lease: it looks, sends outside any transaction, records, and looks
 * again, until nothing is due, the endpoint cannot be sent to, or its time is over.
 */
final class Turn {
    /** With the deadline of an attempt less than a lease. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long BATCH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int BATCH = 256;

    /** The most characters of a batch, as far as the one before tells how long bodies are. */
    private static final int BATCH_CHARACTERS = 4_000_000;

    private static final int FIRST_BATCH = 32;
    private static final long SECOND = 1_000_000;
    private static final long CATCH_UP_AGE = 60 * SECOND;

    private final Dispatch dispatch;
    private final Access access;
    private final DueWork.Item item;
    private final long no;
    private final Sending sending;
    private final Circuit circuit;
    private final Outgoing outgoing;
    private int batch = FIRST_BATCH;
    private long nextAt;
    private @Nullable Long rateWake;

    private Turn(Dispatch dispatch, Access access, DueWork.Item item, TurnCommands.Begun begun) {
        this.dispatch = dispatch;
        this.access = access;
        this.item = item;
        this.no = begun.endpoint().no();
        this.sending = EndpointText.endpoint(begun.endpoint()).sending();
        this.circuit = begun.health().circuit();
        this.nextAt = begun.health().plan().nextAt();
        this.outgoing =
                Outgoing.of(dispatch, access.tenant().id(), access.tenant().no(), begun.endpoint());
    }

    /** A turn, when the lease still holds and the endpoint is to be sent to. */
    static Optional<Turn> begin(Dispatch dispatch, Access access, DueWork.Item item) {
        long no = Long.parseLong(item.subject());
        return dispatch.commits()
                .run(access, new TurnCommands.Begin(item, no))
                .map(begun -> new Turn(dispatch, access, item, begun));
    }

    /** Whether its last attempts failed or were slow. */
    boolean isAiling() {
        return circuit.isAiling();
    }

    void run() {
        long begun = System.nanoTime();
        Long stopped = circuit.stoppedUntil();
        boolean goesOn = stopped == null || stopped <= now();
        int most = stopped != null ? 1 : isAiling() ? sending.concurrency() : BATCH;
        while (goesOn && System.nanoTime() - begun < LONGEST_NANOS) {
            List<Parcel> parcels = withinRate(due(Math.min(most, batch)));
            if (parcels.isEmpty()) {
                break;
            }
            Verdict verdict = record(sent(parcels));
            most = verdict == Verdict.GO_ON ? BATCH : sending.concurrency();
            goesOn = verdict == Verdict.GO_ON || (verdict == Verdict.GO_ON_GENTLY && isAiling());
            goesOn &= rateWake == null;
            int longest =
                    parcels.stream().mapToInt(one -> one.body().length()).max().orElse(1);
            batch = Math.max(1, Math.min(BATCH, BATCH_CHARACTERS / longest));
        }
        end(nextDue());
    }

    private Verdict record(List<Tried> tried) {
        return dispatch.commits().run(access, new RecordAttempts(item, no, tried, dispatch.retries(), nextAt));
    }

    /** Gives the endpoint back until a time. */
    void end(@Nullable Long at) {
        dispatch.commits().run(access, new TurnCommands.End(item, no, at));
    }

    long now() {
        return Micros.of(dispatch.clock().instant());
    }

    private List<Parcel> due(int most) {
        return dispatch.queries()
                .select(
                        """
                        select d.event, m.at, m.body, d.skipped, m.trace
                        from zentra_delivery d
                        join zentra_webhook_message m on m.tenant = d.tenant and m.event = d.event
                        where d.tenant = :tenant and d.endpoint = :endpoint and d.due_at <= :now
                        order by d.due_at, d.event""",
                        access.tenant().no(),
                        Map.of("endpoint", no, "now", now()),
                        most,
                        (results, context) -> new Parcel(
                                results.getLong(1),
                                results.getLong(2),
                                Objects.requireNonNull(results.getString(3)),
                                results.getObject(4) == null ? null : (Long) results.getLong(4),
                                results.getString(5)));
    }

    /** The first that the endpoint's rate lets go, in bursts of a second at most; notes when to go on. */
    private List<Parcel> withinRate(List<Parcel> parcels) {
        List<Parcel> within = new ArrayList<>();
        long now = now();
        for (Parcel parcel : parcels) {
            int rate = rate(now - parcel.at() > CATCH_UP_AGE);
            if (rate > 0) {
                if (nextAt - now >= SECOND) {
                    rateWake = nextAt - SECOND / 2;
                    break;
                }
                nextAt = Math.max(nextAt, now) + SECOND / rate;
            }
            within.add(parcel);
        }
        return within;
    }

    private int rate(boolean isOld) {
        int catchUp = sending.catchUpPerSecond();
        if (!isOld || catchUp == 0) {
            return sending.perSecond();
        }
        return sending.perSecond() == 0 ? catchUp : Math.min(catchUp, sending.perSecond());
    }

    /** Sends with as many threads as the endpoint takes and the node has; what is not begun in time is left for later. */
    private List<Tried> sent(List<Parcel> parcels) {
        Queue<Parcel> waiting = new ConcurrentLinkedQueue<>(parcels);
        Queue<Tried> tried = new ConcurrentLinkedQueue<>();
        long begun = System.nanoTime();
        Runnable sender = () -> {
            boolean isFirst = true;
            while (isFirst || System.nanoTime() - begun < BATCH_NANOS) {
                isFirst = false;
                Parcel parcel = waiting.poll();
                if (parcel == null) {
                    return;
                }
                tried.add(outgoing.send(parcel));
            }
        };
        int helpers = Math.min(sending.concurrency(), parcels.size()) - 1;
        CountDownLatch others =
                begun(sender, Math.min(helpers, dispatch.senders().most()));
        sender.run();
        await(others);
        return List.copyOf(tried);
    }

    private CountDownLatch begun(Runnable sender, int count) {
        CountDownLatch latch = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Runnable counted = () -> {
                try {
                    sender.run();
                } finally {
                    latch.countDown();
                }
            };
            if (!dispatch.senders().begin(counted, isAiling())) {
                latch.countDown(); // the turn's own thread sends what is left
            }
        }
        return latch;
    }

    /** Attempts have a deadline, so this ends; what they found must be recorded also when the node is ending. */
    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Long nextDue() {
        Queries queries = dispatch.queries();
        Long next = queries
                .select(
                        "select due_at from zentra_delivery where tenant = :tenant and endpoint = :endpoint"
                                + " and due_at >= :none order by due_at",
                        access.tenant().no(),
                        Map.of("endpoint", no, "none", Long.MIN_VALUE),
                        1,
                        (results, context) -> (Long) results.getLong(1))
                .stream()
                .findFirst()
                .orElse(null);
        return next == null || rateWake == null ? next : (Long) Math.max(next, rateWake);
    }
}
