package io.zentra.benchmarks.byhand;

import io.zentra.benchmarks.workload.Transfer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a loop by hand knows before it starts: the tenant's number and the numbers of the accounts, which never change.
 * Immutable.
 */
public final class Tenant {
    private final int no;
    private final String id;
    private final String actor;
    private final long[] accountNos;

    private Tenant(int no, String id, String actor, long[] accountNos) {
        this.no = no;
        this.id = id;
        this.actor = actor;
        this.accountNos = accountNos;
    }

    /** Looks a tenant and its accounts up. */
    public static Tenant find(Connection connection, String id, String actor, int accounts) throws SQLException {
        int no = Math.toIntExact(number(connection, "select no from zentra_tenant where tenant = 0 and id = ?", id));
        Map<String, Long> nos = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("select id, no from zentra_account where tenant = ?")) {
            select.setLong(1, no);
            try (ResultSet results = select.executeQuery()) {
                while (results.next()) {
                    nos.put(results.getString(1), results.getLong(2));
                }
            }
        }
        connection.rollback();
        long[] accountNos = new long[accounts];
        for (int i = 0; i < accounts; i++) {
            accountNos[i] = nos.getOrDefault(Transfer.accountId(i), 0L);
        }
        return new Tenant(no, id, actor, accountNos);
    }

    int no() {
        return no;
    }

    String id() {
        return id;
    }

    String actor() {
        return actor;
    }

    /** The number that entries keep of an account. */
    long accountNo(int account) {
        return accountNos[account];
    }

    private static long number(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, parameter);
            try (ResultSet results = select.executeQuery()) {
                results.next();
                return results.getLong(1);
            }
        }
    }
}
