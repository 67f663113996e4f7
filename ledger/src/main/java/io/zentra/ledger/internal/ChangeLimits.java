package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sets or removes one limit of an account; the other one stays.
 *
 * @param id the account
 * @param limit which of the two
 * @param to what it is to be; null for none
 * @param key makes it take effect once
 */
public record ChangeLimits(String id, Limit limit, @Nullable Money to, IdempotencyKey key)
        implements Command.Keyed<Account> {
    /** A limit of an account. */
    public enum Limit {
        /** The lowest available balance. */
        FLOOR,
        /** The highest balance, posted with what is held for it. */
        CEILING;

        private String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Operation operation() {
        return Operations.LIMIT;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("account", id).member("limit", limit.code());
        json.optionalMember("to", to == null ? null : to.toString()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        reads.need(LedgerTables.ACCOUNT, id);
    }

    @Override
    public Account decide(UnitOfWork work) {
        AccountRow account = ChangeStatus.requireNotClosed(ChangeStatus.requireKnown(work, id));
        requireAsset(id, account.asset(), limit.code(), to);
        return limit == Limit.FLOOR
                ? change(work, id, minor(to), account.ceilingMinor())
                : change(work, id, account.floorMinor(), minor(to));
    }

    /** Gives an account both limits, inside another decision. */
    static Account change(UnitOfWork work, String id, @Nullable Long floorMinor, @Nullable Long ceilingMinor) {
        AccountRow limited = ChangeStatus.requireNotClosed(ChangeStatus.requireKnown(work, id))
                .with(floorMinor, ceilingMinor);
        Account result = limited.account();
        requireValid(id, limited.asset(), result.floor(), result.ceiling());
        return AccountText.record(work, AccountText.LIMITED, limited, null);
    }

    @Override
    public Account replayed(Event first) {
        return AccountText.read(first, 0).account();
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
                    Map.of(
                            "account",
                            id,
                            "asset",
                            asset.toString(),
                            "floor_minor",
                            String.valueOf(floor.minor()),
                            "ceiling_minor",
                            String.valueOf(ceiling.minor())));
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
