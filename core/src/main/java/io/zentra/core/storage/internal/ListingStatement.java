package io.zentra.core.storage.internal;

import io.zentra.core.storage.Listing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A listing on a connection: its named parameters in the order in which the driver wants them. */
final class ListingStatement {
    private static final Pattern NAME = Pattern.compile(":(\\w+)");

    private ListingStatement() {}

    static <R> List<R> read(StatementCache statements, Listing<R> listing, int tenantNo) throws SQLException {
        Map<String, Long> values = new HashMap<>(listing.values());
        values.put("tenant", (long) tenantNo);
        values.put("limit", (long) listing.limit());
        Matcher names = NAME.matcher(listing.sql() + " limit :limit");
        PreparedStatement select = statements.get(names.replaceAll("?"));
        names.reset();
        for (int parameter = 1; names.find(); parameter++) {
            select.setLong(parameter, Objects.requireNonNull(values.get(names.group(1)), names.group(1)));
        }
        List<R> rows = new ArrayList<>();
        try (ResultSet results = select.executeQuery()) {
            while (results.next()) {
                rows.add(listing.reader().apply(new ResultSetReader(results, 0)));
            }
        }
        return rows;
    }
}
