package io.zentra.ledger.internal;

import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** In which attributes an account was opened otherwise than is wanted. */
final class AccountDifference {
    private AccountDifference() {}

    /** Each attribute that differs with both values; empty when none does. */
    static Optional<String> of(AccountRow opened, AccountRow wanted) {
        List<String> different = new ArrayList<>();
        add(different, "asset", AccountRow::asset, opened, wanted);
        add(different, "kind", row -> row.kind().code(), opened, wanted);
        add(different, "normal_side", row -> row.normalSide().code(), opened, wanted);
        add(different, "floor_minor", row -> minor(row.floorMinor()), opened, wanted);
        add(different, "ceiling_minor", row -> minor(row.ceilingMinor()), opened, wanted);
        add(different, "metadata", AccountRow::metadata, opened, wanted);
        return different.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", different));
    }

    private static String minor(@Nullable Long limit) {
        return limit == null ? "none" : limit.toString();
    }

    private static void add(
            List<String> different,
            String name,
            Function<AccountRow, Object> attribute,
            AccountRow opened,
            AccountRow wanted) {
        Object is = attribute.apply(opened);
        Object should = attribute.apply(wanted);
        if (!Objects.equals(is, should)) {
            different.add(name + " is " + is + ", not " + should);
        }
    }
}
