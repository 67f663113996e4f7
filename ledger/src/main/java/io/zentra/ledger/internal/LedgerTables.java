package io.zentra.ledger.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Side;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger's tables. */
public final class LedgerTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Accounts by their ids. */
    public static final RowType<String, AccountRow> ACCOUNT = RowType.of("zentra_account", AccountRow::id)
            .key(List.of(text("id")), (key, out) -> out.text(key))
            .values(
                    List.of(
                            integer("no"),
                            text("asset"),
                            text("kind"),
                            text("normal_side"),
                            integer("floor_minor"),
                            integer("ceiling_minor"),
                            text("status"),
                            text("metadata")),
                    (row, out) -> out.integer(row.no())
                            .text(row.asset().toString())
                            .text(row.kind().code())
                            .text(row.normalSide().code())
                            .integerOrNull(row.floorMinor())
                            .integerOrNull(row.ceilingMinor())
                            .text(row.status().code())
                            .text(row.metadata()))
            .read(LedgerTables::readAccount)
            .kept();

    /** Balances by the accounts' numbers. */
    public static final RowType<Long, BalanceRow> BALANCE = RowType.of("zentra_balance", BalanceRow::account)
            .key(List.of(integer("account")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            integer("debits"),
                            integer("credits"),
                            integer("pending_debits"),
                            integer("pending_credits"),
                            integer("version"),
                            integer("entries"),
                            integer("last_entry")),
                    (row, out) -> out.integer(row.debits())
                            .integer(row.credits())
                            .integer(row.pendingDebits())
                            .integer(row.pendingCredits())
                            .integer(row.version())
                            .integer(row.entries())
                            .integer(row.lastEntry()))
            .read(LedgerTables::readBalance)
            .kept();

    /** Entries by their numbers. */
    public static final RowType<Long, EntryRow> ENTRY = RowType.of("zentra_entry", EntryRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            integer("account"),
                            integer("amount"),
                            integer("balance"),
                            integer("previous"),
                            integer("version"),
                            integer("latest_at")),
                    (row, out) -> out.integer(row.account())
                            .integer(row.amount())
                            .integer(row.balance())
                            .integer(row.previous())
                            .integer(row.version())
                            .integer(row.latestAt()))
            .read(LedgerTables::readEntry);

    /** Marks by account and entry. */
    public static final RowType<MarkKey, MarkRow> MARK = RowType.of("zentra_entry_mark", MarkRow::key)
            .key(
                    List.of(integer("account"), integer("no")),
                    (key, out) -> out.integer(key.account()).integer(key.no()))
            .values(List.of(integer("latest_at")), (row, out) -> out.integer(row.latestAt()))
            .read(in -> new MarkRow(new MarkKey(in.integer(), in.integer()), in.integer()));

    /** Holds by their numbers. */
    public static final RowType<Long, HoldRow> HOLD = RowType.of("zentra_hold", HoldRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(text("id"), text("status"), text("correlation"), text("metadata"), text("legs")),
                    (row, out) -> out.text(row.id())
                            .text(row.status().name())
                            .text(row.correlation())
                            .text(metadataText(row.metadata()))
                            .text(LegText.write(row.legs())))
            .read(in -> new HoldRow(
                    in.integer(),
                    in.text(),
                    Hold.Status.valueOf(in.text()),
                    in.textOrNull(),
                    metadataOf(in.text()),
                    LegText.read(in.text())));

    /** Reversals by the sequence of the reversed posting. */
    public static final RowType<Long, ReversalRow> REVERSAL = RowType.of("zentra_reversal", ReversalRow::posting)
            .key(List.of(integer("posting")), (key, out) -> out.integer(key))
            .values(List.of(integer("reversal")), (row, out) -> out.integer(row.reversal()))
            .read(in -> new ReversalRow(in.integer(), in.integer()));

    /** What the ledger keeps in the database. */
    public static final Module MODULE = new Module(
            "ledger",
            LedgerTables.class,
            List.of("0001_ledger.sql"),
            List.of(ACCOUNT, BALANCE, ENTRY, MARK, HOLD, REVERSAL));

    /** Lines of a posting: an entry's number is its event's sequence times this, plus its line. */
    public static final long LINES = 1_024;

    /** An account has a mark at every so many entries. */
    public static final long ENTRIES_PER_MARK = 32;

    private LedgerTables() {}

    /** An account. Metadata is canonical JSON. */
    public record AccountRow(
            String id,
            long no,
            Asset asset,
            AccountKind kind,
            Side normalSide,
            @Nullable Long floorMinor,
            @Nullable Long ceilingMinor,
            AccountStatus status,
            String metadata) {
        /** The same with another status. */
        public AccountRow with(AccountStatus other) {
            return new AccountRow(id, no, asset, kind, normalSide, floorMinor, ceilingMinor, other, metadata);
        }

        /** The same with other limits. */
        public AccountRow with(@Nullable Long floor, @Nullable Long ceiling) {
            return new AccountRow(id, no, asset, kind, normalSide, floor, ceiling, status, metadata);
        }

        /** As the host sees it. */
        public Account account() {
            return new Account(
                    id, asset, kind, normalSide, money(floorMinor), money(ceilingMinor), status, metadataOf(metadata));
        }

        private @Nullable Money money(@Nullable Long minor) {
            return minor == null ? null : Money.ofMinor(minor, asset);
        }
    }

    /** Balances in minor units. */
    public record BalanceRow(
            long account,
            long debits,
            long credits,
            long pendingDebits,
            long pendingCredits,
            long version,
            long entries,
            long lastEntry) {
        /** Nothing yet. */
        public static BalanceRow empty(long account) {
            return new BalanceRow(account, 0, 0, 0, 0, 0, 0, 0);
        }

        /** Debits less credits. */
        public long net() {
            return Math.subtractExact(debits, credits);
        }

        /** What is held on either side. */
        public boolean hasHolds() {
            return pendingDebits != 0 || pendingCredits != 0;
        }

        /** The most that it can become by the open holds, in the sign of a side. */
        public long highest(Side normalSide) {
            return normalSide == Side.CREDIT
                    ? Math.addExact(Math.subtractExact(credits, debits), pendingCredits)
                    : Math.addExact(Math.subtractExact(debits, credits), pendingDebits);
        }

        /** In the sign of a side. */
        public Balances balances(Side normalSide, Asset asset) {
            boolean credit = normalSide == Side.CREDIT;
            long posted = credit ? Math.subtractExact(credits, debits) : Math.subtractExact(debits, credits);
            long in = credit ? pendingCredits : pendingDebits;
            long out = credit ? pendingDebits : pendingCredits;
            long available = Math.subtractExact(posted, out);
            return new Balances(
                    Money.ofMinor(posted, asset),
                    Money.ofMinor(Math.addExact(available, in), asset),
                    Money.ofMinor(available, asset),
                    version);
        }
    }

    /** An entry in minor units, debits positive. */
    public record EntryRow(
            long no, long account, long amount, long balance, long previous, long version, long latestAt) {}

    /** The place of a mark. */
    public record MarkKey(long account, long no) {}

    /** An entry at which a walk back may begin. */
    public record MarkRow(MarkKey key, long latestAt) {}

    /** A hold. */
    public record HoldRow(
            long no,
            String id,
            Hold.Status status,
            @Nullable String correlation,
            Map<String, String> metadata,
            List<HoldLeg> legs) {
        /** Copies metadata and legs. */
        public HoldRow {
            metadata = Map.copyOf(metadata);
            legs = List.copyOf(legs);
        }
    }

    /** A leg of a hold. */
    public record HoldLeg(String account, Side side, Money amount, Money remaining) {}

    /** Which posting reverses which. */
    public record ReversalRow(long posting, long reversal) {}

    /** Metadata as accounts keep it. */
    public static String metadataText(Map<String, String> metadata) {
        byte[] json = CanonicalJson.bytes(
                out -> out.beginObject().optionalMember("m", metadata).endObject());
        return new String(json, StandardCharsets.UTF_8);
    }

    private static Map<String, String> metadataOf(String text) {
        try {
            return JSON.readValue(text, new TypeReference<Map<String, Map<String, String>>>() {})
                    .getOrDefault("m", Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored metadata is not readable", e);
        }
    }

    private static AccountRow readAccount(RowReader in) {
        return new AccountRow(
                in.text(),
                in.integer(),
                Asset.parse(in.text()),
                AccountKind.of(in.text()),
                Side.of(in.text()),
                in.integerOrNull(),
                in.integerOrNull(),
                AccountStatus.of(in.text()),
                in.text());
    }

    private static BalanceRow readBalance(RowReader in) {
        return new BalanceRow(
                in.integer(),
                in.integer(),
                in.integer(),
                in.integer(),
                in.integer(),
                in.integer(),
                in.integer(),
                in.integer());
    }

    private static EntryRow readEntry(RowReader in) {
        return new EntryRow(
                in.integer(), in.integer(), in.integer(), in.integer(), in.integer(), in.integer(), in.integer());
    }
}
