package io.zentra.runtime.internal.payment;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import io.zentra.core.time.Micros;
import io.zentra.runtime.FlowAccounts;
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
                            integer("created_at"),
                            integer("over_rails"),
                            integer("sent_minor"),
                            integer("returning_minor"),
                            text("transfers"),
                            text("sent")),
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

        /** The ways that are open to it. */
        Ways ways() {
            return order.isOverRails() ? Ways.OVER_RAILS : flow() == PaymentFlow.CARD ? Ways.CARD : Ways.PAYMENT;
        }

        /** The account that captures bring money to: the destination, or where it waits for a rail. */
        String heldFor(FlowAccounts accounts) {
            return order.isOverRails() ? accounts.reserved(asset()) : order.destination();
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
                    order.isOverRails(),
                    trail.transfers().all(),
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
     * @param isOverRails whether its captures and refunds go over rails
     */
    public record Order(
            PaymentFlow flow,
            String source,
            String destination,
            Money amount,
            @Nullable Long expiresAtMicros,
            long request,
            boolean isOverRails) {}

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
     * @param postings the postings that brought money to the destination, in their order, but for what transfers brought
     * @param transfers what goes over rails
     */
    public record Trail(List<String> holds, List<String> postings, Transfers transfers) {
        /** The most of either: each step back looks at all of them. */
        static final int MOST = 100;

        static final Trail NONE = new Trail(List.of(), List.of(), Transfers.NONE);

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
            return new Trail(allHolds, allPostings, transfers);
        }

        /** The same with these transfers. */
        Trail with(Transfers other) {
            return new Trail(holds, postings, other);
        }

        private static @Nullable String written(List<String> ids) {
            return ids.isEmpty() ? null : String.join(",", ids);
        }

        private static List<String> read(@Nullable String text) {
            return text == null ? List.of() : List.of(text.split(",", -1));
        }
    }

    /**
     * What carries a payment's steps over rails.
     *
     * @param all the transfers, in the order in which they were sent
     * @param sent those whose outcome is not known
     */
    public record Transfers(List<String> all, List<String> sent) {
        static final Transfers NONE = new Transfers(List.of(), List.of());

        /** Copies the lists. */
        public Transfers {
            all = List.copyOf(all);
            sent = List.copyOf(sent);
        }

        /** The same after one was sent, for the first time or again. */
        Transfers sending(String id) {
            return new Transfers(all.contains(id) ? all : and(all, id), and(sent, id));
        }

        /** The same when the outcome of one is known. */
        Transfers ended(String id) {
            return new Transfers(
                    all, sent.stream().filter(other -> !other.equals(id)).toList());
        }

        private static List<String> and(List<String> ids, String id) {
            List<String> more = new ArrayList<>(ids);
            more.add(id);
            return more;
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
                .integer(row.createdAtMicros())
                .integer(row.order().isOverRails() ? 1 : 0)
                .integer(amounts.sent().minor())
                .integer(amounts.returning().minor())
                .text(Trail.written(row.trail().transfers().all()))
                .text(Trail.written(row.trail().transfers().sent()));
    }

    private static PaymentRow read(RowReader in) {
        long no = in.integer();
        String id = in.text();
        PaymentFlow flow = PaymentFlow.of(in.text());
        String source = in.text();
        String destination = in.text();
        Asset asset = Asset.parse(in.text());
        Money amount = Money.ofMinor(in.integer(), asset);
        Long expiresAt = in.integerOrNull();
        long request = in.integer();
        Standing standing = standing(in, asset);
        Money authorized = Money.ofMinor(in.integer(), asset);
        Money held = Money.ofMinor(in.integer(), asset);
        Money captured = Money.ofMinor(in.integer(), asset);
        Money refunded = Money.ofMinor(in.integer(), asset);
        Money chargedBack = Money.ofMinor(in.integer(), asset);
        List<String> holds = Trail.read(in.textOrNull());
        List<String> postings = Trail.read(in.textOrNull());
        long createdAt = in.integer();
        Order order = new Order(flow, source, destination, amount, expiresAt, request, in.integer() == 1);
        Money sent = Money.ofMinor(in.integer(), asset);
        Money returning = Money.ofMinor(in.integer(), asset);
        Transfers transfers = new Transfers(Trail.read(in.textOrNull()), Trail.read(in.textOrNull()));
        return new PaymentRow(
                no,
                id,
                order,
                standing,
                new Amounts(authorized, held, sent, captured, returning, refunded, chargedBack),
                new Trail(holds, postings, transfers),
                createdAt);
    }

    private static Standing standing(RowReader in, Asset asset) {
        PaymentStatus status = PaymentStatus.of(in.text());
        String reason = in.textOrNull();
        String caseId = in.textOrNull();
        Long waiting = in.integerOrNull();
        return new Standing(status, reason, caseId, waiting == null ? null : Money.ofMinor(waiting, asset));
    }
}
