package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.ArchiveFile;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/retention.md, as they stand there. */
class RetentionGuideTest {
    private static final Asset USD = Asset.iso("USD");

    @TempDir
    Path folder;

    private final List<Object> logged = new ArrayList<>();

    @Test
    void archivesLastYear() throws IOException {
        SettableClock clock = SettableClock.at("2025-11-21T09:00:00Z");
        SigningKey key = SigningKey.generate("acme-ledger");
        try (ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory())
                .withClock(clock)
                .withCheckpoints(key, CheckpointSink.none()))) {
            ZentraLedger.Book acme = keepBooks(ledger, clock);

            Vault vault = Vault.inFolder(folder.resolve("archives"));
            Retention retention = Retention.before(Instant.parse("2026-01-01T00:00:00Z"));
            for (Optional<ArchivedRange> range = acme.archive(retention, vault);
                    range.isPresent();
                    range = acme.archive(retention, vault)) {
                log(range.get());
            }

            ArchivedRange archived = (ArchivedRange) logged.get(0);
            assertThat(acme.journal().archives()).containsExactly(archived);
            acme.ledgers()
                    .verify(VerificationPlan.full().readingArchives(vault))
                    .requireSound();
            try (InputStream in = vault.open(archived.name()).orElseThrow()) {
                ArchiveFile.Content content =
                        ArchiveFile.trusting(key.verifier()).read(in, event -> log(event));
                assertThat(content.checkpoint().size()).isEqualTo(archived.last());
            }
            assertThat(logged).hasSize(1 + (int) archived.last());
        }
    }

    private static ZentraLedger.Book keepBooks(ZentraLedger ledger, SettableClock clock) {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        post(acme, 0, 300);
        clock.advance(Duration.ofDays(60));
        post(acme, 300, 300);
        return acme;
    }

    private static void post(ZentraLedger.Book acme, int from, int count) {
        acme.ledgers()
                .postAll(IntStream.range(from, from + count)
                        .mapToObj(i ->
                                PostingRequest.of("assets:bank", "customer:42", Money.ofMinor(i + 1, USD), "k" + i))
                        .toList());
    }

    private void log(Object said) {
        logged.add(said);
    }
}
