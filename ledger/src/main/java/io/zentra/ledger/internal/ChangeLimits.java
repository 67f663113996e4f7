package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives an account other limits; those that it has already change nothing. */
public record ChangeLimits(
        String id, @Nullable Money floor, @Nullable Money ceiling) implements Command<Account> {
    @Override
    public Operation operation() {
        return Operations.LIMIT;
    }

    @Override
    public void reads(Reads reads) {
        reads.need(LedgerTables.ACCOUNT, id);
    }

    @Override
    public Account decide(UnitOfWork work) {
        AccountRow account = ChangeStatus.requireNotClosed(ChangeStatus.requireKnown(work, id));
        requireValid(id, account.asset(), floor, ceiling);
        AccountRow limited = account.with(minor(floor), minor(ceiling));
        if (!limited.equals(account)) {
            work.record(new UnitOfWork.Draft("account.limited", id, null, json -> {
                json.beginObject();
                write(json, floor, ceiling);
                json.endObject();
            }));
            work.put(LedgerTables.ACCOUNT, limited);
        }
        return limited.account();
    }

    /** The members of an event that tell limits. */
    static void write(CanonicalJson json, @Nullable Money floor, @Nullable Money ceiling) {
        if (ceiling != null) {
            json.member("ceiling_minor", ceiling.minor());
        }
        if (floor != null) {
            json.member("floor_minor", floor.minor());
        }
    }

    /**
     * Checks limits of an account, new or not.
     *
     * @throws ZentraException {@code asset_mismatch} or {@code invalid_limits}
     */
    public static void requireValid(String id, Asset asset, @Nullable Money floor, @Nullable Money ceiling) {
        requireAsset(id, asset, "floor", floor);
        requireAsset(id, asset, "ceiling", ceiling);
        if (floor != null && ceiling != null && floor.compareTo(ceiling) > 0) {
            throw ZentraException.of(
                    ErrorCode.INVALID_LIMITS,
                    "the floor " + floor + " of account " + id + " is above its ceiling " + ceiling
                            + ": give a ceiling that is not below the floor",
                    Map.of("account", id));
        }
    }

    private static void requireAsset(String id, Asset asset, String name, @Nullable Money limit) {
        if (limit != null && !limit.asset().equals(asset)) {
            throw ZentraException.of(
                    ErrorCode.ASSET_MISMATCH,
                    "the " + name + " " + limit + " of account " + id + " is not in its asset: give it in " + asset,
                    Map.of("account", id));
        }
    }

    /** A limit of an event. */
    static @Nullable Long read(JsonNode body, String name) {
        return body.has(name) ? body.path(name).longValue() : null;
    }

    static @Nullable Long minor(@Nullable Money limit) {
        return limit == null ? null : limit.minor();
    }
}
