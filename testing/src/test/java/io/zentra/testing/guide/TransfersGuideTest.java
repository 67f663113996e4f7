package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackStatement;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.StandardKeys;
import io.zentra.webhooks.StandardWebhooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/transfers.md, as they stand there. */
class TransfersGuideTest {
    private static final Asset USD = Asset.iso("USD");

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");

    /** A bank that says what it is told to. */
    private static final class ScriptedBank implements BankClient {
        private final Deque<Payment> answers = new ArrayDeque<>();
        private boolean isConnected = true;

        @Override
        public Payment pay(String idempotencyKey, String to, Money amount) throws IOException {
            return find(idempotencyKey).orElseThrow();
        }

        @Override
        public Optional<Payment> find(String idempotencyKey) throws IOException {
            if (!isConnected) {
                throw new NoConnectionException();
            }
            return Optional.of(Objects.requireNonNull(answers.poll()));
        }
    }

    @Test
    void aRail() {
        ScriptedBank client = new ScriptedBank();
        String railSecret = StandardKeys.reveal(StandardKeys.generateSecret("rail"));
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .rail("rail_primary", new BankRail(client))
                .callbacks("rail_primary", StandardWebhooks.secret(railSecret))
                .clock(clock)
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            acme.transfers().openFlowAccounts(USD);
            acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", USD));

            client.answers.addAll(
                    List.of(new BankClient.Payment("p-1", "pending", ""), new BankClient.Payment("p-1", "done", "")));
            assertThat(status(zentra, acme, "accepted")).isEqualTo(TransferStatus.PROCESSING);
            clock.advance(Duration.ofSeconds(5));
            zentra.runDueWork();
            assertThat(acme.transfers().list(0, 10).get(0).status()).isEqualTo(TransferStatus.SETTLED);

            client.answers.add(new BankClient.Payment("p-2", "refused", "limit"));
            assertThat(status(zentra, acme, "refused")).isEqualTo(TransferStatus.FAILED);
            client.isConnected = false;
            assertThat(status(zentra, acme, "unreachable")).isEqualTo(TransferStatus.FAILED);
            acme.verify().requireSound();
        }
    }

    private static TransferStatus status(ZentraRuntime zentra, Workspace acme, String key) {
        Transfer transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.ofMinor(500, USD))
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
        zentra.runDueWork();
        return acme.transfers().get(transfer.id()).status();
    }

    /** The body that the guide shows is read as the guide says. */
    @Test
    void theDefaultBody() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "transfers.md"));
        Matcher json = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(json.find()).isTrue();

        CallbackStatement said =
                new BankRail(new ScriptedBank()).read(json.group(1).getBytes(StandardCharsets.UTF_8));

        assertThat(said.outcome()).isEqualTo(CallbackStatement.Outcome.FAILED);
        assertThat(said.amount()).isEqualTo(Money.parse("1250.00 USD"));
        assertThat(said.reason()).isEqualTo("account closed");
    }
}
