package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.fault.FaultyDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies in the middle of its work: what it acknowledged is there, and the books are sound. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final Asset USD = Asset.iso("USD");
    private static final int CYCLES = 2;
    private static final int MANY_CYCLES = 30;

    /** Calls from the preparation of a connection to well beyond the first commits. */
    private static final List<Long> SOME_CALLS = List.of(1L, 9L, 17L, 33L);

    private static final int MANY_CALLS = 60;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void losesNothingAcknowledgedWhenItIsKilled(Dialect dialect) throws Exception {
        kill(dialect, CYCLES);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void losesNothingAcknowledgedWhenItIsKilledAgainAndAgain(Dialect dialect) throws Exception {
        kill(dialect, MANY_CYCLES);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void losesNothingWhenItEndsAtACall(Dialect dialect) throws Exception {
        String where = newDatabase(dialect);
        for (long call : SOME_CALLS) {
            endAt(dialect, where, call);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void losesNothingWhenItEndsAtAnyCall(Dialect dialect) throws Exception {
        String where = newDatabase(dialect);
        for (long call = 1; call <= MANY_CALLS; call++) {
            endAt(dialect, where, call);
        }
    }

    private void kill(Dialect dialect, int cycles) throws Exception {
        String where = newDatabase(dialect);
        SplittableRandom random = new SplittableRandom(cycles);
        for (int cycle = 0; cycle < cycles; cycle++) {
            int enough = random.nextInt(20, 200);
            String prefix = "cycle-" + cycle;
            Process child = start(dialect, where, prefix, 0);
            try {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !child.isAlive() || acknowledged(prefix).size() >= enough);
            } finally {
                child.destroyForcibly().waitFor();
            }
            List<String> keys = acknowledged(prefix);
            assertThat(keys).as(() -> output(prefix)).hasSizeGreaterThanOrEqualTo(enough);
            requireAllThere(dialect, where, keys);
        }
    }

    private void endAt(Dialect dialect, String where, long call) throws Exception {
        String prefix = "call-" + call;
        Process child = start(dialect, where, prefix, call);
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.exitValue()).as(() -> output(prefix)).isEqualTo(FaultyDataSource.EXIT_STATUS);
        requireAllThere(dialect, where, acknowledged(prefix));
    }

    private Process start(Dialect dialect, String where, String prefix, long endsAt) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ChildLedger.class.getName(),
                        dialect.name(),
                        where,
                        folder.resolve(prefix).toString(),
                        prefix,
                        String.valueOf(endsAt))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(prefix + ".log").toFile())
                .start();
    }

    /** The keys whose lines are whole; the last may have been cut by the end of the process. */
    private List<String> acknowledged(String prefix) throws IOException {
        Path file = folder.resolve(prefix);
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private String output(String prefix) {
        try {
            return Files.readString(folder.resolve(prefix + ".log"));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private static void requireAllThere(Dialect dialect, String where, List<String> keys) {
        try (ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(ChildLedger.storage(dialect, where)))) {
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_parent"));
            acme.ledgers().verify().requireSound();
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
            for (String key : keys) {
                Outcome<Posting> again = acme.ledgers().post("assets:bank", "customer:42", Money.ofMinor(1, USD), key);
                assertThat(again.isReplay()).as("%s was acknowledged", key).isTrue();
            }
        }
    }

    private String newDatabase(Dialect dialect) {
        String where = dialect == Dialect.POSTGRES
                ? Postgres.newSchema()
                : folder.resolve("zentra").toString();
        Storage storage = ChildLedger.storage(dialect, where);
        try (ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(storage))) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("setup"));
            acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer:42", USD));
        }
        return where;
    }
}
