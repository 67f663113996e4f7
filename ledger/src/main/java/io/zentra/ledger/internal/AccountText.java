package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts as events keep them: each event of an account tells all of it as it is afterwards. */
public final class AccountText {
    /** The type of the event of changed limits. */
    static final String LIMITED = "account.limited";

    /** The types of the events that change an account. */
    static final List<String> CHANGES =
            List.of("account.closed", "account.frozen", LIMITED, "account.reopened", "account.unfrozen");

    private AccountText() {}

    /** Writes the members of an account's attributes and limits. */
    static CanonicalJson write(CanonicalJson json, Account account) {
        json.member("asset", account.asset().toString());
        ChangeLimits.write(json, account.floor(), account.ceiling());
        return json.member("kind", account.kind().code())
                .optionalMember("metadata", account.metadata())
                .member("normal_side", account.normalSide().code());
    }

    /**
     * Records a change, also one that leaves all as it was: the answer to its key is there.
     *
     * @param correlation what the change is a part of; null for nothing
     */
    static Account record(UnitOfWork work, String type, AccountRow changed, @Nullable String correlation) {
        Account account = changed.account();
        work.record(new UnitOfWork.Draft(
                type,
                account.id(),
                correlation,
                json -> write(json.beginObject(), account)
                        .member("status", account.status().code())
                        .endObject()));
        work.put(LedgerTables.ACCOUNT, changed);
        return account;
    }

    /** The account that an event tells, under a number; a new one is open. */
    static AccountRow read(Event event, long no) {
        return read(event.body(), event.subject().orElseThrow(), no);
    }

    /** The account of these attributes; one that tells no status is open. */
    public static AccountRow read(JsonNode body, String id, long no) {
        Map<String, String> metadata = new LinkedHashMap<>();
        body.path("metadata")
                .properties()
                .forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
        return new AccountRow(
                id,
                no,
                Asset.parse(body.path("asset").asText()),
                AccountKind.of(body.path("kind").asText()),
                Side.of(body.path("normal_side").asText()),
                ChangeLimits.read(body, "floor_minor"),
                ChangeLimits.read(body, "ceiling_minor"),
                AccountStatus.of(body.path("status").asText(AccountStatus.OPEN.code())),
                LedgerTables.metadataText(metadata));
    }

    /** The account after a change; empty when the event tells more changed than its type can change. */
    static Optional<AccountRow> changed(Event event, AccountRow before) {
        AccountRow told = read(event, before.no());
        AccountRow allowed = event.type().equals(LIMITED)
                ? before.with(told.floorMinor(), told.ceilingMinor())
                : before.with(told.status());
        return Optional.of(told).filter(allowed::equals);
    }
}
