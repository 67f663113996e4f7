package io.zentra.ledger.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.StoredJson;
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
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger's tables. */
public final class LedgerTables {

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
                    List.of(
                            text("id"),
                            text("status"),
                            text("correlation"),
                            text("decision"),
                            text("legs"),
                            text("metadata"),
                            integer("expires_at"),
                            integer("last_event")),
                    (row, out) -> out.text(row.id())
                            .text(row.status().code())
                            .text(row.correlation())
                            .text(row.decision())
                            .text(LegText.write(row.legs()))
                            .text(metadataText(row.metadata()))
                            .integerOrNull(row.expiresAtMicros())
                            .integer(row.lastEvent()))
            .read(in -> new HoldRow(
                    in.integer(),
                    in.text(),
                    Hold.Status.of(in.text()),
                    in.textOrNull(),
                    in.textOrNull(),
                    LegText.read(in.text()),
                    metadataOf(in.text()),
                    in.integerOrNull(),
                    in.integer()));

    /** Open holds by account and hold. */
    public static final RowType<OpenHold, OpenHold> OPEN_HOLD = RowType.of(
                    "zentra_open_hold", Function.<OpenHold>identity())
            .key(
                    List.of(integer("account"), integer("hold")),
                    (key, out) -> out.integer(key.account()).integer(key.hold()))
            .read(in -> new OpenHold(in.integer(), in.integer()));

    /** Captures by the sequences of the hold and of the posting. */
    public static final RowType<CaptureRow, CaptureRow> CAPTURE = RowType.of(
                    "zentra_capture", Function.<CaptureRow>identity())
            .key(
                    List.of(integer("hold"), integer("posting")),
                    (key, out) -> out.integer(key.hold()).integer(key.posting()))
            .read(in -> new CaptureRow(in.integer(), in.integer()));

    /** What is left of postings that were reversed in part or whole, by the posting's sequence. */
    public static final RowType<Long, ReversedRow> REVERSED = RowType.of("zentra_reversed", ReversedRow::posting)
            .key(List.of(integer("posting")), (key, out) -> out.integer(key))
            .values(
                    List.of(integer("latest"), text("remaining")),
                    (row, out) -> out.integer(row.latest()).text(row.remainingText()))
            .read(in -> ReversedRow.of(in.integer(), in.integer(), in.text()));

    /** Reversals and corrections by the sequences of the posting and of theirs. */
    public static final RowType<ReversalRow, ReversalRow> REVERSAL = RowType.of(
                    "zentra_reversal", Function.<ReversalRow>identity())
            .key(
                    List.of(integer("posting"), integer("reversal")),
                    (key, out) -> out.integer(key.posting()).integer(key.reversal()))
            .read(in -> new ReversalRow(in.integer(), in.integer()));

    /** What the ledger keeps in the database. */
    public static final Module MODULE = new Module(
            "ledger",
            LedgerTables.class,
            List.of("0001_ledger.sql", "0002_search.sql"),
            List.of(
                    ACCOUNT,
                    BALANCE,
                    ENTRY,
                    MARK,
                    HOLD,
                    OPEN_HOLD,
                    CAPTURE,
                    REVERSED,
                    REVERSAL,
                    TimeTables.BACKDATED,
                    TimeTables.SUM,
                    TimeTables.TIME_RULE,
                    SearchTerms.INDEX.terms(),
                    SearchTerms.INDEX.positions()));

    /** Lines of a posting: an entry's number is its event's sequence times this, plus its line. */
    public static final long LINES = 1_024;

    /** An account has a mark at every so many entries. */
    public static final long ENTRIES_PER_MARK = 128;

    private static final String NO_METADATA = "{}";

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
        /** Every account has a row from its opening on: without one the balances are not zero but damaged. */
        public static ZentraException missing(String account) {
            return ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED,
                    "the balances of account " + account + " are not stored any more: run verify() to find the extent",
                    Map.of("account", account));
        }

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

        /** The most that it can become by the open holds, in the sign of a side; may exceed 64 bits. */
        public BigInteger highest(Side normalSide) {
            boolean credit = normalSide == Side.CREDIT;
            return BigInteger.valueOf(credit ? Math.negateExact(net()) : net())
                    .add(BigInteger.valueOf(credit ? pendingCredits : pendingDebits));
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
    public record MarkKey(long account, long no) implements Comparable<MarkKey> {
        @Override
        public int compareTo(MarkKey other) {
            int byAccount = Long.compare(account, other.account);
            return byAccount == 0 ? Long.compare(no, other.no) : byAccount;
        }
    }

    /** An entry at which a walk back may begin. */
    public record MarkRow(MarkKey key, long latestAt) {}

    /** A hold. */
    public record HoldRow(
            long no,
            String id,
            Hold.Status status,
            @Nullable String correlation,
            @Nullable String decision,
            List<HoldLeg> legs,
            Map<String, String> metadata,
            @Nullable Long expiresAtMicros,
            long lastEvent) {
        /** Copies the lists. */
        public HoldRow {
            legs = List.copyOf(legs);
            metadata = Map.copyOf(metadata);
        }

        /** Whether something is left. */
        public boolean isOpen() {
            return status == Hold.Status.OPEN;
        }

        /** The same with another expiry. */
        HoldRow until(long expiry) {
            return new HoldRow(no, id, status, correlation, decision, legs, metadata, Long.valueOf(expiry), lastEvent);
        }

        /** The same after an event. */
        HoldRow with(Hold.Status other, List<HoldLeg> changed, long event) {
            return new HoldRow(no, id, other, correlation, decision, changed, metadata, expiresAtMicros, event);
        }
    }

    /** A leg of a hold. */
    public record HoldLeg(String account, Side side, Money amount, Money captured, Money remaining) {}

    /** An open hold and an account that it has a leg of. */
    public record OpenHold(long account, long hold) implements Comparable<OpenHold> {
        @Override
        public int compareTo(OpenHold other) {
            int byAccount = Long.compare(account, other.account);
            return byAccount == 0 ? Long.compare(hold, other.hold) : byAccount;
        }
    }

    /** Which hold is captured by which posting. */
    public record CaptureRow(long hold, long posting) implements Comparable<CaptureRow> {
        @Override
        public int compareTo(CaptureRow other) {
            int byHold = Long.compare(hold, other.hold);
            return byHold == 0 ? Long.compare(posting, other.posting) : byHold;
        }
    }

    /** What is left to reverse of each entry of a posting, in minor units. */
    public record ReversedRow(long posting, long latest, List<Long> remaining) {
        /** Copies the list. */
        public ReversedRow {
            remaining = List.copyOf(remaining);
        }

        static ReversedRow of(long posting, long latest, String text) {
            List<Long> remaining =
                    Stream.of(text.split(",", -1)).map(Long::valueOf).toList();
            return new ReversedRow(posting, latest, remaining);
        }

        String remainingText() {
            return remaining.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    /** Which posting is reversed or corrected by which. */
    public record ReversalRow(long posting, long reversal) implements Comparable<ReversalRow> {
        @Override
        public int compareTo(ReversalRow other) {
            int byPosting = Long.compare(posting, other.posting);
            return byPosting == 0 ? Long.compare(reversal, other.reversal) : byPosting;
        }
    }

    /** Metadata as accounts keep it. */
    public static String metadataText(Map<String, String> metadata) {
        byte[] json = CanonicalJson.bytes(
                out -> out.beginObject().optionalMember("m", metadata).endObject());
        return new String(json, StandardCharsets.UTF_8);
    }

    private static Map<String, String> metadataOf(String text) {
        if (text.equals(NO_METADATA)) {
            return Map.of();
        }
        try {
            Map<String, String> metadata = new TreeMap<>();
            StoredJson.tree(text)
                    .path("m")
                    .properties()
                    .forEach(member ->
                            metadata.put(member.getKey(), member.getValue().asText()));
            return Collections.unmodifiableMap(metadata);
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
