package io.zentra.ledger.internal.file;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.internal.file.Form.Head;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of accounts as beancount allows them, so that no two accounts get the same one: {@code customer:42} of the kind
 * liability is {@code Liabilities:Customer:42}. Behind one of five words stand the parts of the id. A part begins with a
 * capital letter, which stands for the small one, or a digit; any other character than a small letter or digit is a hyphen
 * and its two hexadecimal digits; a part that begins with such a one, or is empty, has {@code X-} before it, which no
 * other part can have since a hyphen would follow a hyphen.
 */
final class BeancountNames {
    private static final int REMEMBERED = 10_000;

    private final Head head;
    private final Map<String, String> names = new HashMap<>();

    BeancountNames(Head head) {
        this.head = head;
    }

    /** The name of an account of the tenant's. */
    String of(String account) {
        if (names.size() == REMEMBERED) {
            names.clear();
        }
        return names.computeIfAbsent(account, id -> of(kind(id), id));
    }

    private AccountKind kind(String account) {
        return head
                .stored()
                .select(
                        "select kind from zentra_account where tenant = :tenant and id = :id",
                        head.tenant().no(),
                        Map.of("id", account),
                        1,
                        (results, context) -> AccountKind.of(results.getString(1)))
                .stream()
                .findFirst()
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED,
                        "the account " + account + " of an entry is not stored: run verify() to find the extent",
                        Map.of("account", account)));
    }

    /** The name of an account of a kind. */
    static String of(AccountKind kind, String account) {
        StringBuilder name = new StringBuilder(
                switch (kind) {
                    case ASSET -> "Assets";
                    case LIABILITY -> "Liabilities";
                    case EQUITY -> "Equity";
                    case INCOME -> "Income";
                    case EXPENSE -> "Expenses";
                });
        for (String part : account.split(":", -1)) {
            name.append(':').append(part(part));
        }
        return name.toString();
    }

    private static String part(String part) {
        if (part.isEmpty()) {
            return "X--";
        }
        char first = part.charAt(0);
        StringBuilder name = new StringBuilder();
        if (isSmall(first)) {
            name.append((char) (first - 'a' + 'A'));
        } else {
            append(isDigit(first) ? name : name.append("X-"), first);
        }
        part.chars().skip(1).forEach(c -> append(name, (char) c));
        return name.toString();
    }

    private static void append(StringBuilder name, char c) {
        if (isSmall(c) || isDigit(c)) {
            name.append(c);
        } else {
            name.append(String.format("-%02X", (int) c));
        }
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Codes of assets have no hyphen, so it can stand for the stroke. */
    static String of(Asset asset) {
        return asset.toString().replace('/', '-');
    }
}
