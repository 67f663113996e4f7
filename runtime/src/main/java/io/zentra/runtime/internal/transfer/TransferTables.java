package io.zentra.runtime.internal.transfer;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import io.zentra.core.time.Micros;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables of transfers. */
public final class TransferTables {
    /** Transfers by their numbers. */
    public static final RowType<Long, TransferRow> TRANSFER = RowType.of("zentra_transfer", TransferRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            text("id"),
                            text("source"),
                            text("destination"),
                            text("asset"),
                            integer("amount_minor"),
                            text("status"),
                            text("reason"),
                            text("review_case"),
                            text("status_before"),
                            integer("news"),
                            text("postings"),
                            text("rail"),
                            text("attempt"),
                            text("tried"),
                            integer("reversed_minor"),
                            integer("created_at"),
                            text("payment"),
                            text("payment_step"),
                            integer("payment_request"),
                            text("only_rail")),
                    TransferTables::writeTransfer)
            .read(TransferTables::readTransfer)
            .kept();

    /** Attempts by their numbers. */
    public static final RowType<Long, AttemptRow> ATTEMPT = RowType.of("zentra_attempt", AttemptRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            text("id"),
                            integer("transfer"),
                            text("rail"),
                            integer("settles_later"),
                            text("outcome"),
                            text("provider_reference"),
                            text("reason"),
                            integer("queries")),
                    (row, out) -> out.text(row.id())
                            .integer(row.transfer())
                            .text(row.rail())
                            .integer(row.settlesLater() ? 1 : 0)
                            .text(row.outcome().name())
                            .text(row.providerReference())
                            .text(row.reason())
                            .integer(row.queries()))
            .read(in -> new AttemptRow(
                    in.integer(),
                    in.text(),
                    in.integer(),
                    in.text(),
                    in.integer() == 1,
                    AttemptOutcome.valueOf(in.text()),
                    in.textOrNull(),
                    in.textOrNull(),
                    Math.toIntExact(in.integer())))
            .kept();

    private TransferTables() {}

    /** What is known of an attempt. */
    public enum AttemptOutcome {
        /** Nothing was sent yet, as far as is known. */
        NEW,
        /** The provider has it. */
        ACCEPTED,
        /** The rail moved the money: it arrived, or settles later. */
        SUCCEEDED,
        /** The money is with the destination, as a rail that settles later says, or an operator. */
        SETTLED,
        /** The money had left, and came back. */
        RETURNED,
        /** The provider refused it. */
        DECLINED,
        /** It never left. */
        NOT_SENT,
        /** Nobody knows. */
        UNKNOWN;

        /** Whether the rail moved the money. */
        boolean isSuccess() {
            return this == SUCCEEDED || this == SETTLED || this == RETURNED;
        }
    }

    /**
     * A transfer.
     *
     * @param no the sequence of the event that created it
     * @param id its id
     * @param order what was asked for
     * @param standing in which state it is
     * @param trail what was done for it so far
     * @param createdAtMicros when it was created
     */
    public record TransferRow(long no, String id, Order order, Standing standing, Trail trail, long createdAtMicros) {
        /** The same in another state. */
        TransferRow with(Standing other) {
            return new TransferRow(no, id, order, other, trail, createdAtMicros);
        }

        /** The same with more done. */
        TransferRow with(Trail other) {
            return new TransferRow(no, id, order, standing, other, createdAtMicros);
        }

        /** How much. */
        public Money amount() {
            return order.amount();
        }

        /** In which state. */
        public TransferStatus status() {
            return standing.status();
        }

        /** As the host sees it. */
        public Transfer transfer() {
            String rail = trail.rail();
            String attempt = trail.attempt();
            return new Transfer(
                    id,
                    standing.status(),
                    TransferEvents.CREATED,
                    no,
                    order.source(),
                    order.destination(),
                    order.amount(),
                    rail == null || attempt == null ? null : new Transfer.Route(rail, attempt),
                    trail.postings().isEmpty() ? null : trail.postings().get(0),
                    Money.ofMinor(trail.reversedMinor(), order.amount().asset()),
                    standing.reason(),
                    standing.caseId(),
                    Micros.instant(createdAtMicros));
        }
    }

    /**
     * What a transfer was asked to do.
     *
     * @param source the account it comes from
     * @param destination the account it goes to
     * @param amount how much
     * @param payment the payment that it carries a step of; null for none
     */
    public record Order(
            String source,
            String destination,
            Money amount,
            @Nullable OfPayment payment) {}

    /**
     * The step of a payment that a transfer carries.
     *
     * @param id the payment
     * @param step which step
     * @param request the sequence of the event that keeps the payment's request
     * @param rail the only rail that may take it; null for any
     */
    public record OfPayment(
            String id, Carried step, long request, @Nullable String rail) {}

    /** Steps of payments that transfers carry. */
    public enum Carried {
        /** What was held goes to the destination. */
        CAPTURE,
        /** What had arrived goes back to the source. */
        REFUND;

        /** The code in events and rows. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The step of a {@link #code()}. */
        public static Carried of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * In which state a transfer is.
     *
     * @param status the state
     * @param reason why; null for none
     * @param caseId the case that it waits for; null for none
     * @param before the state before the contradiction; null without one
     * @param news the event of the latest news that contradicts; null without one
     */
    public record Standing(
            TransferStatus status,
            @Nullable String reason,
            @Nullable String caseId,
            @Nullable TransferStatus before,
            @Nullable Long news) {
        /** One of which nothing more is to be told. */
        static Standing of(TransferStatus status, @Nullable String reason) {
            return new Standing(status, reason, null, null, null);
        }

        /** The same after more news that contradicts. */
        Standing after(long event) {
            return new Standing(status, reason, caseId, before, event);
        }
    }

    /**
     * What was done for a transfer.
     *
     * @param postings the postings that moved its money to where it is, in their order, the reserve first
     * @param rail the rail that was chosen last; null before one was
     * @param attempt the attempt over it
     * @param tried the rails that were tried before it, in their order
     * @param reversedMinor how much was given back after it had moved
     */
    public record Trail(
            List<String> postings,
            @Nullable String rail,
            @Nullable String attempt,
            List<String> tried,
            long reversedMinor) {
        /** Nothing. */
        static final Trail NONE = new Trail(List.of(), null, null, List.of(), 0);

        /** A reserve, and no rail yet. */
        static Trail of(String reserve) {
            return new Trail(List.of(reserve), null, null, List.of(), 0);
        }

        /** Copies the lists. */
        public Trail {
            postings = List.copyOf(postings);
            tried = List.copyOf(tried);
        }

        private static @Nullable String written(List<String> names) {
            return names.isEmpty() ? null : String.join(",", names);
        }

        private static List<String> read(@Nullable String text) {
            return text == null ? List.of() : List.of(text.split(",", -1));
        }
    }

    /** An attempt. */
    public record AttemptRow(
            long no,
            String id,
            long transfer,
            String rail,
            boolean settlesLater,
            AttemptOutcome outcome,
            @Nullable String providerReference,
            @Nullable String reason,
            int queries) {
        /** The reason of what persons take for failed. */
        static final String DECIDED = "decided by persons";

        /** An attempt that was written down and nothing more. */
        static AttemptRow of(long no, String id, long transfer, String rail, boolean settlesLater) {
            return new AttemptRow(no, id, transfer, rail, settlesLater, AttemptOutcome.NEW, null, null, 0);
        }

        /** The same with what is known now. */
        public AttemptRow with(AttemptOutcome other, @Nullable String reference, @Nullable String why) {
            return new AttemptRow(
                    no,
                    id,
                    transfer,
                    rail,
                    settlesLater,
                    other,
                    reference == null ? providerReference : reference,
                    why,
                    queries);
        }

        /** The same after an answer that is not final; what the rail once accepted stays so. */
        AttemptRow open(boolean accepted, @Nullable String reference) {
            AttemptOutcome known =
                    accepted || outcome == AttemptOutcome.ACCEPTED ? AttemptOutcome.ACCEPTED : AttemptOutcome.UNKNOWN;
            AttemptRow said = with(known, reference, null);
            return new AttemptRow(
                    no, id, transfer, rail, settlesLater, known, said.providerReference, reason, queries + 1);
        }

        /** The same after the rail said that it moved the money, which says nothing new of what is settled. */
        AttemptRow succeeded(@Nullable String reference) {
            boolean isSettled = outcome == AttemptOutcome.SETTLED;
            return with(isSettled ? outcome : AttemptOutcome.SUCCEEDED, reference, null);
        }

        /** Whether the rail has said that the money is with the destination, or has no more to say of that. */
        boolean isSettled() {
            return outcome == AttemptOutcome.SETTLED
                    || outcome == AttemptOutcome.RETURNED
                    || (outcome == AttemptOutcome.SUCCEEDED && !settlesLater);
        }

        /** The same as persons take it; only they know why. */
        AttemptRow decided(AttemptOutcome other) {
            return with(other, null, other.isSuccess() ? null : DECIDED);
        }

        /** Whether a rail has said how it ended. */
        public boolean isFinal() {
            return outcome.isSuccess() || outcome == AttemptOutcome.DECLINED || outcome == AttemptOutcome.NOT_SENT;
        }
    }

    private static void writeTransfer(TransferRow row, RowWriter out) {
        TransferStatus before = row.standing().before();
        out.text(row.id())
                .text(row.order().source())
                .text(row.order().destination())
                .text(row.amount().asset().toString())
                .integer(row.amount().minor())
                .text(row.status().code())
                .text(row.standing().reason())
                .text(row.standing().caseId())
                .text(before == null ? null : before.code())
                .integerOrNull(row.standing().news())
                .text(Trail.written(row.trail().postings()))
                .text(row.trail().rail())
                .text(row.trail().attempt())
                .text(Trail.written(row.trail().tried()))
                .integer(row.trail().reversedMinor())
                .integer(row.createdAtMicros());
        OfPayment payment = row.order().payment();
        out.text(payment == null ? null : payment.id())
                .text(payment == null ? null : payment.step().code())
                .integerOrNull(payment == null ? null : Long.valueOf(payment.request()))
                .text(payment == null ? null : payment.rail());
    }

    private static TransferRow readTransfer(RowReader in) {
        long no = in.integer();
        String id = in.text();
        String source = in.text();
        String destination = in.text();
        Asset asset = Asset.parse(in.text());
        Money amount = Money.ofMinor(in.integer(), asset);
        Standing standing = new Standing(
                TransferStatus.of(in.text()), in.textOrNull(), in.textOrNull(), statusOrNull(in), in.integerOrNull());
        Trail trail = new Trail(
                Trail.read(in.textOrNull()),
                in.textOrNull(),
                in.textOrNull(),
                Trail.read(in.textOrNull()),
                in.integer());
        long createdAt = in.integer();
        Order order = new Order(source, destination, amount, paymentOrNull(in));
        return new TransferRow(no, id, order, standing, trail, createdAt);
    }

    private static @Nullable OfPayment paymentOrNull(RowReader in) {
        String id = in.textOrNull();
        String step = in.textOrNull();
        Long request = in.integerOrNull();
        String rail = in.textOrNull();
        if (id == null && step == null && request == null && rail == null) {
            return null;
        }
        return new OfPayment(
                Objects.requireNonNull(id, "payment"),
                Carried.of(Objects.requireNonNull(step, "payment_step")),
                Objects.requireNonNull(request, "payment_request"),
                rail);
    }

    private static @Nullable TransferStatus statusOrNull(RowReader in) {
        String code = in.textOrNull();
        return code == null ? null : TransferStatus.of(code);
    }
}
