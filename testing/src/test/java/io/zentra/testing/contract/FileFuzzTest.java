package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever bytes are given as a file: each line has its code, and the books stay sound. */
class FileFuzzTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Asset EUR = Asset.iso("EUR");
    private static final String[] SHARDS = {
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\n",
        "\r\n",
        "\\u0000",
        "\\ud800",
        "null",
        "true",
        "-",
        "1e400",
        "0.1",
        "\u0000",
        "9223372036854775808",
        "-1",
        "0",
        "\"type\"",
        "\"key\"",
        "posting",
        "trailer",
        "lines",
        "account",
        "#",
        "~2",
        "=",
        "'",
        "\uFEFF",
        "# end rows=1",
        "key,account",
        "[[[[[[[[[[[[[[[[[[[[",
        "1970-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59Z",
        "1e999999999",
        "\"basis\":{}",
        "\"effective_at\":\"2026-11-20T00:00:00Z\",",
        "9".repeat(300),
    };

    private ZentraLedger ledger;
    private ZentraLedger.Book acme;
    private byte[] ndjson;
    private byte[] csv;

    /** A way to import bytes. */
    private interface Way {
        ImportReport run(InputStream in);
    }

    @BeforeEach
    void keepBooks() {
        ledger = ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory())
                .withClock(SettableClock.at("2026-11-21T09:00:00Z"))
                .withRandom(RandomSource.seeded(11)));
        acme = tenant("acme");
        acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer", USD).withMetadata(Map.of("note", "é\n")));
        acme.ledgers().post("bank", "customer", usd(100), "=fund").orElseThrow();
        Hold hold = acme.ledgers()
                .hold(PostingRequest.of("customer", "bank", usd(10), "hold").correlation("order"))
                .orElseThrow();
        acme.ledgers().capture(hold.id(), usd(5), "capture").orElseThrow();
        acme.ledgers().release(hold.id(), "release").orElseThrow();
        String sale = acme.ledgers()
                .post("customer", "bank", usd(9), "sale")
                .orElseThrow()
                .id();
        acme.ledgers()
                .reversals()
                .correct(sale, PostingRequest.of("customer", "bank", usd(8), "right"))
                .orElseThrow();
        keepRulesAndTimes();
        acme.accounts().setFloor("customer", usd(-5), "floor").orElseThrow();
        acme.accounts().freeze("bank", "freeze").orElseThrow();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        acme.ledgers().exports().ndjson(lines);
        ndjson = lines.toByteArray();
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        acme.ledgers().exports().csv(rows);
        csv = rows.toByteArray();
    }

    private void keepRulesAndTimes() {
        for (Asset asset : List.of(USD, EUR)) {
            acme.accounts()
                    .open(NewAccount.credit("position:" + asset.code(), asset).withoutFloor());
        }
        acme.accounts().open(NewAccount.credit("customer:eur", EUR));
        acme.ledgers()
                .compose(Composition.of(
                        "rule", Movement.upTo(usd(3)).from("customer").to("bank")))
                .orElseThrow();
        acme.ledgers()
                .exchange(Exchange.of(
                        "fx",
                        usd(4),
                        Quote.of(USD, EUR, "0.9", RoundingMode.DOWN),
                        Exchange.Accounts.from("customer", "position:USD").to("position:EUR", "customer:eur")))
                .orElseThrow();
        acme.ledgers()
                .post(PostingRequest.of("bank", "customer", usd(2), "late")
                        .effectiveAt(Instant.parse("2026-10-01T00:00:00Z")))
                .orElseThrow();
        acme.periods().backdating(Backdating.FLAG, "flag").orElseThrow();
        acme.periods().close(Instant.parse("2026-02-01T00:00:00Z"), "close").orElseThrow();
    }

    @AfterEach
    void verify() {
        ledger.tenant("fuzz").as(Actor.service("fuzz")).ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void survivesAnyBytes() {
        tryAll(1, 500);
    }

    @Test
    @Tag("long")
    void survivesVeryManyBytes() {
        tryAll(1_000_000, 100_000);
    }

    @Test
    void noticesTruncations() {
        cut(13);
    }

    /** At each byte. */
    @Test
    @Tag("long")
    void noticesEveryTruncation() {
        cut(1);
    }

    private void cut(int stride) {
        ZentraLedger.Book copy = tenant("fuzz");
        for (int length = 0; length < ndjson.length - 1; length += stride) {
            ImportReport report =
                    run(in -> copy.ledgers().imports().ndjson(in, ImportOptions.standard()), length, ndjson);
            assertThat(report == null || !report.isComplete())
                    .as("cut at %s of %s", length, ndjson.length)
                    .isTrue();
        }
        assertThat(run(in -> copy.ledgers().imports().ndjson(in, ImportOptions.standard()), ndjson.length, ndjson))
                .matches(report -> report.isClean());
    }

    private void tryAll(long firstSeed, int count) {
        ZentraLedger.Book fuzz = tenant("fuzz");
        Way[] ways = {
            in -> fuzz.ledgers().imports().ndjson(in, ImportOptions.standard()),
            in -> fuzz.ledgers().imports().csv(in, ImportOptions.standard().retryingRefused()),
            in -> fuzz.ledgers().imports().openings(in, "bank", null, ImportOptions.standard()),
        };
        int read = 0;
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int way = random.nextInt(ways.length);
            byte[] file = mutated(random, way == 0 ? ndjson : way == 1 ? csv : openings());
            try {
                read += run(ways[way], file.length, file) == null ? 0 : 1;
            } catch (AssertionError failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
        assertThat(read).as("files that began well").isGreaterThan(count / 4);
    }

    private static byte[] openings() {
        return "account,asset,balance\nbank,USD,10.00\ncustomer,USD,-1\n".getBytes(StandardCharsets.UTF_8);
    }

    /** The report; null when the file is of no known format. Anything else that is thrown is a defect. */
    private static @Nullable ImportReport run(Way way, int length, byte[] file) {
        try {
            return way.run(new ByteArrayInputStream(file, 0, length));
        } catch (ZentraException refused) {
            assertThat(refused.code()).as("%s", refused).isEqualTo(ErrorCode.UNKNOWN_FORMAT);
            return null;
        } catch (RuntimeException defect) {
            return fail("no code for " + new String(file, 0, length, StandardCharsets.UTF_8), defect);
        }
    }

    /** Mostly a few changes behind the header; else anything. */
    private static byte[] mutated(SplittableRandom random, byte[] file) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] changed = file;
        int from = random.nextInt(6) == 0 ? 0 : Math.min(file.length - 1, indexOfLine(file));
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(Math.min(from, changed.length), changed.length + 1);
            changed = switch (random.nextInt(5)) {
                case 0 -> flipped(changed, at, random);
                case 1 -> joined(changed, at, at, shard(random));
                case 2 -> joined(changed, at, Math.min(changed.length, at + random.nextInt(40)), new byte[0]);
                case 3 -> joined(changed, at, Math.min(changed.length, at + random.nextInt(12)), shard(random));
                default -> Arrays.copyOf(changed, Math.max(from, at));
            };
        }
        return changed;
    }

    private static int indexOfLine(byte[] file) {
        int at = 0;
        while (at < file.length && file[at] != '\n') {
            at++;
        }
        return at;
    }

    private static byte[] shard(SplittableRandom random) {
        return SHARDS[random.nextInt(SHARDS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flipped(byte[] file, int at, SplittableRandom random) {
        byte[] changed = file.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static byte[] joined(byte[] file, int begin, int end, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, begin);
        out.writeBytes(between);
        out.write(file, end, file.length - end);
        return out.toByteArray();
    }

    private ZentraLedger.Book tenant(String id) {
        ledger.createTenant(id, TenantConfig.standard(), Actor.service("setup"));
        return ledger.tenant(id).as(Actor.service("fuzz"));
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
