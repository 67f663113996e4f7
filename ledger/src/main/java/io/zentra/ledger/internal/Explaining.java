package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Explanation;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the event that changed an account's balances, and explains it. */
public final class Explaining {
    /** The types of events that tell of versions of accounts. */
    private static final Set<String> TELLING = Stream.concat(HoldFold.EVENTS.stream(), Stream.of(PostingText.POSTED))
            .collect(Collectors.toUnmodifiableSet());

    private static final int PAGE = 1_000;

    private final Queries queries;
    private final int tenantNo;
    private final Origins origins;

    /** What an event tells of an account. */
    private record Told(Origins.Proven proven, Optional<Posting> posting, Optional<Hold> hold) {
        /** The account's balances after the event; empty when it has no line there. */
        Optional<Balances> balances(String account) {
            Optional<Balances> posted = posting.stream()
                    .flatMap(each -> each.entries().stream())
                    .filter(entry -> entry.account().equals(account))
                    .reduce((first, last) -> last)
                    .map(Entry::balances);
            Optional<Balances> held = hold.stream()
                    .flatMap(each -> each.legs().stream())
                    .filter(leg -> leg.account().equals(account))
                    .reduce((first, last) -> last)
                    .map(Hold.Leg::balances);
            return posted.or(() -> held);
        }
    }

    /** Explains changes of a tenant's accounts. */
    public Explaining(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
        this.origins = new Origins(queries, tenantNo);
    }

    /** One entry. */
    public Explanation entry(String entryId) {
        int slash = entryId.lastIndexOf('/');
        Told told = posted(slash < 0 ? entryId : entryId.substring(0, slash));
        return told.posting().orElseThrow().entries().stream()
                .filter(entry -> entry.id().equals(entryId))
                .findFirst()
                .map(entry -> explanation(entry.account(), entry.balances(), told))
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_ENTRY,
                        "the posting has no entry \"" + entryId + "\": use an id of its entries",
                        Map.of("entry", entryId)));
    }

    /** What a posting did to an account, by all of its lines there. */
    public Explanation posting(String accountId, String postingId) {
        Told told = posted(postingId);
        Balances after = told.balances(account(accountId).id())
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_ENTRY,
                        "the posting " + postingId + " has no entry in account " + accountId,
                        Map.of("account", accountId, "posting", postingId)));
        return explanation(accountId, after, told);
    }

    /** What took an account to a version. */
    public Explanation version(String accountId, long version) {
        AccountRow account = account(accountId);
        BalanceRow balance = queries.first(
                        LedgerTables.BALANCE, tenantNo, "account = :account", Map.of("account", account.no()))
                .orElseThrow(() -> BalanceRow.missing(accountId));
        if (version < 1 || version > balance.version()) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_VERSION,
                    "account " + accountId + " has the versions 1 to " + balance.version() + ", not " + version,
                    Map.of("account", accountId, "version", String.valueOf(version)));
        }
        VersionSearch.Around around =
                new VersionSearch(queries, tenantNo, account.no()).around(version, balance.lastEntry());
        Told told = firstAt(account, version, around);
        return told.posting().stream()
                .flatMap(posting -> posting.entries().stream())
                .filter(entry -> entry.account().equals(accountId))
                .map(Entry::balances)
                .filter(balances -> balances.version() >= version)
                .findFirst()
                .or(() -> told.balances(accountId))
                .map(after -> explanation(accountId, after, told))
                .orElseThrow();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(long seq, byte[] event) {}

    /** Only entries are kept by account: the event of a hold is looked for in the journal between two of them, once it was opened. */
    private Told firstAt(AccountRow account, long version, VersionSearch.Around around) {
        long end = around.from() == 0 ? Long.MAX_VALUE : around.from() / LedgerTables.LINES;
        if (around.isExact()) {
            return told(end).orElseThrow();
        }
        for (long seq = Math.max(around.before() / LedgerTables.LINES, account.no()); ; ) {
            List<Stored> page = queries.select(
                    "select seq, event from zentra_journal where tenant = :tenant and seq > :seq and seq <= :end order by seq",
                    tenantNo,
                    Map.of("seq", seq, "end", end),
                    PAGE,
                    (results, context) -> new Stored(results.getLong(1), results.getBytes(2)));
            if (page.isEmpty()) {
                throw ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED,
                        "no event tells of version " + version + " of account " + account.id()
                                + ": run verify() to find the extent");
            }
            for (Stored stored : page) {
                if (!Event.isArchivedOtherThan(TELLING, stored.event())
                        && reaches(Event.parse(stored.event()), account.id(), version)) {
                    return told(stored.seq()).orElseThrow();
                }
                seq = stored.seq();
            }
        }
    }

    private static boolean reaches(Event event, String account, long version) {
        if (HoldFold.EVENTS.contains(event.type())) {
            return HoldText.read(event).legs().stream()
                    .anyMatch(leg ->
                            leg.account().equals(account) && leg.balances().version() >= version);
        }
        return event.type().equals(PostingText.POSTED)
                && PostingText.read(event).entries().stream()
                        .anyMatch(entry -> entry.account().equals(account)
                                && entry.balances().version() >= version);
    }

    private Explanation explanation(String account, Balances after, Told told) {
        Event source = told.proven().event();
        Event origin = origins.origin(source);
        return new Explanation(
                account,
                after,
                source,
                told.proven().hash(),
                origin,
                told.posting(),
                told.hold(),
                origins.request(origin));
    }

    private Told posted(String postingId) {
        return EntityId.parse("po", postingId)
                .filter(id -> id.tenantNo() == tenantNo)
                .flatMap(id -> told(id.seq()))
                .filter(told -> told.posting()
                        .filter(posting -> posting.id().equals(postingId))
                        .isPresent())
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_POSTING,
                        "no posting \"" + postingId + "\" is known: use the id that posting it gave",
                        Map.of("posting", postingId)));
    }

    private Optional<Told> told(long seq) {
        return origins.event(seq).map(proven -> {
            Event event = proven.event();
            boolean posted = event.type().equals(PostingText.POSTED);
            boolean held = HoldFold.EVENTS.contains(event.type());
            return new Told(
                    proven,
                    posted ? Optional.of(PostingText.read(event)) : Optional.empty(),
                    held ? Optional.of(HoldText.read(event)) : Optional.empty());
        });
    }

    private AccountRow account(String id) {
        return queries.first(LedgerTables.ACCOUNT, tenantNo, "id = :id", Map.of("id", id))
                .orElseThrow(() -> ChangeStatus.unknown(id));
    }
}
