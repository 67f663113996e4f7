package io.zentra.runtime.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.time.Micros;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runtime's tables. */
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
                            text("rail"),
                            text("status"),
                            text("reason"),
                            text("reserve_posting"),
                            text("attempt"),
                            integer("created_at")),
                    (row, out) -> out.text(row.id())
                            .text(row.source())
                            .text(row.destination())
                            .text(row.amount().asset().toString())
                            .integer(row.amount().minor())
                            .text(row.rail())
                            .text(row.status().code())
                            .text(row.reason())
                            .text(row.reservePosting())
                            .text(row.attempt())
                            .integer(row.createdAtMicros()))
            .read(TransferTables::readTransfer)
            .kept();

    /** Attempts by their numbers. */
    public static final RowType<Long, AttemptRow> ATTEMPT = RowType.of("zentra_attempt", AttemptRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            text("id"),
                            integer("transfer"),
                            text("outcome"),
                            text("provider_reference"),
                            text("reason"),
                            integer("queries")),
                    (row, out) -> out.text(row.id())
                            .integer(row.transfer())
                            .text(row.outcome().name())
                            .text(row.providerReference())
                            .text(row.reason())
                            .integer(row.queries()))
            .read(in -> new AttemptRow(
                    in.integer(),
                    in.text(),
                    in.integer(),
                    AttemptOutcome.valueOf(in.text()),
                    in.textOrNull(),
                    in.textOrNull(),
                    Math.toIntExact(in.integer())))
            .kept();

    /** What the runtime keeps in the database. */
    public static final Module MODULE = new Module(
            "runtime",
            TransferTables.class,
            List.of("0001_runtime.sql"),
            List.of(
                    TRANSFER,
                    ATTEMPT,
                    CallbackTables.CALLBACK,
                    CallbackTables.PARKED,
                    CallbackTables.REFERENCE,
                    CallbackTables.BUSINESS_KEY));

    private TransferTables() {}

    /** What is known of an attempt. */
    public enum AttemptOutcome {
        /** Nothing was sent yet, as far as is known. */
        NEW,
        /** The provider has it. */
        ACCEPTED,
        /** The money arrived. */
        SUCCEEDED,
        /** The provider refused it. */
        DECLINED,
        /** It never left. */
        NOT_SENT,
        /** Nobody knows. */
        UNKNOWN
    }

    /** A transfer. */
    public record TransferRow(
            long no,
            String id,
            String source,
            String destination,
            Money amount,
            String rail,
            TransferStatus status,
            @Nullable String reason,
            String reservePosting,
            String attempt,
            long createdAtMicros) {
        /** The same in another state. */
        public TransferRow with(TransferStatus other, @Nullable String why) {
            return new TransferRow(
                    no, id, source, destination, amount, rail, other, why, reservePosting, attempt, createdAtMicros);
        }

        /** As the host sees it. */
        public Transfer transfer() {
            return new Transfer(
                    id,
                    status,
                    TransferEvents.CREATED,
                    no,
                    source,
                    destination,
                    amount,
                    rail,
                    attempt,
                    reservePosting,
                    reason,
                    Micros.instant(createdAtMicros));
        }
    }

    /** An attempt. */
    public record AttemptRow(
            long no,
            String id,
            long transfer,
            AttemptOutcome outcome,
            @Nullable String providerReference,
            @Nullable String reason,
            int queries) {
        /** An attempt that was written down and nothing more. */
        static AttemptRow of(long no, String id, long transfer) {
            return new AttemptRow(no, id, transfer, AttemptOutcome.NEW, null, null, 0);
        }

        /** The same with what is known now. */
        public AttemptRow with(AttemptOutcome other, @Nullable String reference, @Nullable String why) {
            return new AttemptRow(
                    no, id, transfer, other, reference == null ? providerReference : reference, why, queries);
        }

        /** The same after an answer that is not final; what the rail once accepted stays so. */
        AttemptRow open(boolean accepted, @Nullable String reference) {
            AttemptOutcome known =
                    accepted || outcome == AttemptOutcome.ACCEPTED ? AttemptOutcome.ACCEPTED : AttemptOutcome.UNKNOWN;
            AttemptRow said = with(known, reference, null);
            return new AttemptRow(no, id, transfer, known, said.providerReference, null, queries + 1);
        }

        /** Whether a rail has said how it ended. */
        public boolean isFinal() {
            return outcome == AttemptOutcome.SUCCEEDED
                    || outcome == AttemptOutcome.DECLINED
                    || outcome == AttemptOutcome.NOT_SENT;
        }
    }

    private static TransferRow readTransfer(RowReader in) {
        long no = in.integer();
        String id = in.text();
        String source = in.text();
        String destination = in.text();
        Asset asset = Asset.parse(in.text());
        return new TransferRow(
                no,
                id,
                source,
                destination,
                Money.ofMinor(in.integer(), asset),
                in.text(),
                TransferStatus.of(in.text()),
                in.textOrNull(),
                in.text(),
                in.text(),
                in.integer());
    }
}
