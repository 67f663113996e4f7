package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Condition;
import io.zentra.ledger.LedgerWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conditions in a request and in its decision. */
public final class Conditions {
    private Conditions() {}

    /** The member of a request that tells conditions; left out when there are none. */
    static void write(CanonicalJson json, List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return;
        }
        json.name("conditions").beginArray();
        for (Condition condition : conditions) {
            json.beginObject().member("account", condition.account());
            json.optionalMember("available", text(condition.available()));
            json.optionalMember("posted", text(condition.posted()));
            if (condition.version() != null) {
                json.member("version", condition.version());
            }
            json.endObject();
        }
        json.endArray();
    }

    /** Reads what {@link #write} wrote. */
    static List<Condition> read(JsonNode conditions) {
        List<Condition> read = new ArrayList<>();
        for (JsonNode condition : conditions) {
            JsonNode version = condition.path("version");
            read.add(new Condition(
                    condition.path("account").asText(),
                    version.isIntegralNumber() ? version.longValue() : null,
                    money(condition.path("posted")),
                    money(condition.path("available"))));
        }
        return read;
    }

    private static @Nullable Money money(JsonNode balance) {
        return balance.isTextual() ? Money.parse(balance.textValue()) : null;
    }

    /** Names the rows of the accounts. */
    public static void need(Reads reads, List<Condition> conditions) {
        conditions.forEach(condition -> LedgerWork.needAccount(reads, condition.account()));
    }

    /** Checks all, before anything changes. */
    public static void require(UnitOfWork work, List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return;
        }
        Books books = new Books(work);
        for (Condition condition : conditions) {
            Balances now = books.balances(condition.account());
            require(condition, "version", condition.version(), now.version());
            require(condition, "posted", condition.posted(), now.posted());
            require(condition, "available", condition.available(), now.available());
        }
    }

    private static void require(Condition condition, String field, @Nullable Object expected, Object actual) {
        if (expected != null && !expected.equals(actual)) {
            throw ZentraException.of(
                    ErrorCode.CONDITION_FAILED,
                    "account " + condition.account() + " was expected with " + field + " " + expected + " and has "
                            + actual + ": look at it again, and ask anew with another key",
                    Map.of(
                            "account",
                            condition.account(),
                            "field",
                            field,
                            "expected",
                            expected.toString(),
                            "actual",
                            actual.toString()));
        }
    }

    private static @Nullable String text(@Nullable Money balance) {
        return balance == null ? null : balance.toString();
    }
}
