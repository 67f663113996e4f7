package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many rows a database reads for balances and statements of any time, as it tells itself. */
class RowsReadTest {
    private static final Pattern ROWS =
            Pattern.compile("rows=(\\d+)(?:\\.\\d+)? loops=(\\d+)\\)|Rows Removed by \\w+[^:]*: (\\d+)");
    private static final Asset USD = Asset.iso("USD");
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private final SplittableRandom random = new SplittableRandom(1);

    /** Half of all comes up to an hour late: ten times the entries, and less than twice the rows. */
    @Test
    void readsNoMoreOfALongHistoryThanOfAShortOne() throws Exception {
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder().setServerConfig("autovacuum", "off").start()) {
            ExplainingSource explaining =
                    new ExplainingSource(server.getPostgresDatabase(), "explain (analyze, timing off)", 1);
            SettableClock clock = SettableClock.at(BEGIN.toString());
            try (ZentraLedger ledger =
                    ZentraLedger.open(ZentraCore.Settings.of(Storage.of(explaining.source(), Dialect.POSTGRES))
                            .withClock(clock))) {
                ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
                ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
                acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
                acme.accounts().open(NewAccount.credit("customer", USD).withoutFloor());
                fill(acme, clock, 2_000);
                long few = rowsRead(explaining, acme);
                fill(acme, clock, 18_000);
                long many = rowsRead(explaining, acme);

                assertThat(few).isPositive();
                assertThat(many).as("of 20,000, and %s of 2,000", few).isLessThan(2 * few);
            }
        }
    }

    private void fill(ZentraLedger.Book acme, SettableClock clock, int entries) {
        for (int made = 0; made < entries; made += 100) {
            clock.advance(Duration.ofMinutes(5));
            Instant now = clock.instant();
            acme.ledgers()
                    .postAll(IntStream.range(0, 100)
                            .mapToObj(i -> request(now + "-" + i, i % 2 == 0 ? null : late(now)))
                            .toList())
                    .forEach(Outcome::orElseThrow);
        }
    }

    private Instant late(Instant now) {
        return now.minusNanos(1_000 * random.nextLong(3_600_000_000L));
    }

    private static PostingRequest request(String key, @Nullable Instant at) {
        PostingRequest request = PostingRequest.of("bank", "customer", Money.ofMinor(1, USD), key);
        return at == null ? request : request.effectiveAt(at);
    }

    /** In the first hours, which both histories have, with all that came since behind them. */
    private static long rowsRead(ExplainingSource explaining, ZentraLedger.Book acme) {
        Instant then = BEGIN.plus(Duration.ofMinutes(47));
        Map<String, String> plans = explaining.plansOf(() -> {
            acme.ledgers().balance("customer", TimeAxis.EFFECTIVE, then);
            acme.ledgers()
                    .statement(StatementRequest.of("customer")
                            .effective()
                            .from(then)
                            .limit(20));
        });
        return plans.values().stream().mapToLong(RowsReadTest::rows).sum();
    }

    private static long rows(String plan) {
        long rows = 0;
        Matcher matcher = ROWS.matcher(plan);
        while (matcher.find()) {
            rows += matcher.group(3) == null
                    ? Long.parseLong(matcher.group(1)) * Long.parseLong(matcher.group(2))
                    : Long.parseLong(matcher.group(3));
        }
        return rows;
    }
}
