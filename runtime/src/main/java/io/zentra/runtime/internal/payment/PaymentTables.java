package io.zentra.runtime.internal.payment;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import io.zentra.core.time.Micros;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.Payment.Amounts;
import io.zentra.runtime.payment.PaymentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table of payments and card authorizations. */
public final class PaymentTables {
    /** Payments by their numbers. */
    public static final RowType<Long, PaymentRow> PAYMENT = RowType.of("zentra_payment", PaymentRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            text("id"),
                            text("flow"),
                            text("source"),
                            text("destination"),
                            text("asset"),
                            integer("amount_minor"),
                            integer("expires_at"),
                            integer("request"),
                            text("status"),
                            text("reason"),
                            text("review_case"),
                            integer("waiting_minor"),
                            integer("authorized_minor"),
                            integer("held_minor"),
                            integer("captured_minor"),
                            integer("refunded_minor"),
                            integer("charged_back_minor"),
                            text("holds"),
                            text("postings"),
                            integer("created_at")),
                    PaymentTables::write)
            .read(PaymentTables::read)
            .kept();

    private PaymentTables() {}

    /**
     * A payment.
     *
     * @param no the sequence of its first event
     * @param id its id
     * @param order what was asked for
     * @param standing in which state it is
     * @param amounts what became of its money
     * @param trail what was done for it so far
     * @param createdAtMicros when it was asked for
     */
    public record PaymentRow(
            long no, String id, Order order, Standing standing, Amounts amounts, Trail trail, long createdAtMicros) {
        /** One to which its first step is still to be taken. */
        static PaymentRow begun(long no, String id, Order order, long createdAtMicros) {
            Amounts none = Amounts.none(order.amount().asset());
            return new PaymentRow(no, id, order, Standing.NONE, none, Trail.NONE, createdAtMicros);
        }

        /** The flow that tells its ways. */
        PaymentFlow flow() {
            return order.flow();
        }

        /** Its asset. */
        Asset asset() {
            return order.amount().asset();
        }

        /** In which state, once its first step was taken. */
        public PaymentStatus status() {
            return Objects.requireNonNull(standing.status(), "a payment that has begun");
        }

        /** The case that it waits for; null for none. */
        @Nullable
        String caseId() {
            return standing.caseId();
        }

        /** Whether its time is over. */
        boolean isOver(long nowMicros) {
            Long expiresAt = order.expiresAtMicros();
            return expiresAt != null && expiresAt <= nowMicros;
        }

        /** As the host sees it. */
        public Payment payment() {
            Long expiresAt = order.expiresAtMicros();
            return new Payment(
                    id,
                    status(),
                    no,
                    order.source(),
                    order.destination(),
                    order.amount(),
                    amounts,
                    trail.postings(),
                    standing.reason(),
                    standing.caseId(),
                    expiresAt == null ? null : Micros.instant(expiresAt),
                    Micros.instant(createdAtMicros));
        }
    }

    /**
     * What was asked for.
     *
     * @param flow which ways are open to it
     * @param source the account it comes from
     * @param destination the account it goes to
     * @param amount how much at first
     * @param expiresAtMicros when what is held is let go of; null for never
     * @param request the sequence of the event that keeps the request
     */
    public record Order(
            PaymentFlow flow,
            String source,
            String destination,
            Money amount,
            @Nullable Long expiresAtMicros,
            long request) {}

    /**
     * In which state a payment is.
     *
     * @param status the state; null before the first step
     * @param reason why its last step was taken or refused; null for none
     * @param caseId the case that it, or an increment, waits for; null for none
     * @param waiting how much waits for that case; null for none
     */
    public record Standing(
            @Nullable PaymentStatus status,
            @Nullable String reason,
            @Nullable String caseId,
            @Nullable Money waiting) {
        static final Standing NONE = new Standing(null, null, null, null);
    }

    /**
     * What was done for a payment.
     *
     * @param holds its holds, in the order in which they were placed
     * @param postings the postings that brought money to the destination, in their order
     */
    public record Trail(List<String> holds, List<String> postings) {
        /** The most of either: each step back looks at all of them. */
        static final int MOST = 100;

        static final Trail NONE = new Trail(List.of(), List.of());

        /** Copies the lists. */
        public Trail {
            holds = List.copyOf(holds);
            postings = List.copyOf(postings);
        }

        /** The same with a hold more, if there is one, and these postings. */
        Trail with(@Nullable String hold, List<String> more) {
            List<String> allHolds = new ArrayList<>(holds);
            if (hold != null) {
                allHolds.add(hold);
            }
            List<String> allPostings = new ArrayList<>(postings);
            allPostings.addAll(more);
            return new Trail(allHolds, allPostings);
        }

        private static @Nullable String written(List<String> ids) {
            return ids.isEmpty() ? null : String.join(",", ids);
        }

        private static List<String> read(@Nullable String text) {
            return text == null ? List.of() : List.of(text.split(",", -1));
        }
    }

    private static void write(PaymentRow row, RowWriter out) {
        Money waiting = row.standing().waiting();
        Amounts amounts = row.amounts();
        out.text(row.id())
                .text(row.flow().code())
                .text(row.order().source())
                .text(row.order().destination())
                .text(row.asset().toString())
                .integer(row.order().amount().minor())
                .integerOrNull(row.order().expiresAtMicros())
                .integer(row.order().request())
                .text(row.status().code())
                .text(row.standing().reason())
                .text(row.standing().caseId())
                .integerOrNull(waiting == null ? null : waiting.minor())
                .integer(amounts.authorized().minor())
                .integer(amounts.held().minor())
                .integer(amounts.captured().minor())
                .integer(amounts.refunded().minor())
                .integer(amounts.chargedBack().minor())
                .text(Trail.written(row.trail().holds()))
                .text(Trail.written(row.trail().postings()))
                .integer(row.createdAtMicros());
    }

    private static PaymentRow read(RowReader in) {
        long no = in.integer();
        String id = in.text();
        PaymentFlow flow = PaymentFlow.of(in.text());
        String source = in.text();
        String destination = in.text();
        Asset asset = Asset.parse(in.text());
        Order order = new Order(
                flow, source, destination, Money.ofMinor(in.integer(), asset), in.integerOrNull(), in.integer());
        PaymentStatus status = PaymentStatus.of(in.text());
        String reason = in.textOrNull();
        String caseId = in.textOrNull();
        Long waiting = in.integerOrNull();
        Standing standing =
                new Standing(status, reason, caseId, waiting == null ? null : Money.ofMinor(waiting, asset));
        Amounts amounts = new Amounts(
                Money.ofMinor(in.integer(), asset),
                Money.ofMinor(in.integer(), asset),
                Money.ofMinor(in.integer(), asset),
                Money.ofMinor(in.integer(), asset),
                Money.ofMinor(in.integer(), asset));
        Trail trail = new Trail(Trail.read(in.textOrNull()), Trail.read(in.textOrNull()));
        return new PaymentRow(no, id, order, standing, amounts, trail, in.integer());
    }
}
