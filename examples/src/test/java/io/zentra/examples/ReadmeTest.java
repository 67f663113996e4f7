package io.zentra.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.testing.SandboxRail;
import io.zentra.webhooks.StandardKeys;
import io.zentra.webhooks.StandardWebhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code, compiled and run; the page and this file must say the same. */
class ReadmeTest {
    @TempDir
    Path folder;

    @Test
    void theFirstCodeOfTheReadmeWorks() {
        SandboxRail rail = SandboxRail.create();
        VerifyingKey publicKey =
                SigningKey.inFile("acme-ledger", folder.resolve("zentra.key")).verifier();

        String answer = run(
                folder,
                Asset.iso("USD"),
                rail,
                StandardKeys.reveal(StandardKeys.generateSecret("rail")),
                Map.of(),
                new byte[0],
                publicKey);

        assertThat(answer).isEqualTo("signature_missing");
    }

    private static String run(
            Path folder,
            Asset usd,
            Rail bank,
            String railSecret,
            Map<String, String> headers,
            byte[] rawBody,
            VerifyingKey publicKey) {
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.sqlite(folder.resolve("zentra.db")))
                .signingKey(SigningKey.inFile("acme-ledger", folder.resolve("zentra.key")))
                .rail("rail_primary", bank)
                .callbacks("rail_primary", StandardWebhooks.secret(railSecret))
                .build()) {

            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));

            acme.transfers().openFlowAccounts(usd);
            acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer:42", usd));
            acme.accounts().open(NewAccount.credit("merchant:7", usd));
            acme.ledgers()
                    .post("assets:bank", "customer:42", Money.parse("2000.00 USD"), "deposit-1")
                    .orElseThrow();

            Policy policy = Policy.named("transfer")
                    .deny("too_much", Condition.amountOver(Money.parse("5000.00 USD")))
                    .build();
            Policies ann = zentra.tenant("acme")
                    .as(Actor.operator("ann", Permission.ALL))
                    .policies();
            Policies bob = zentra.tenant("acme")
                    .as(Actor.operator("bob", Permission.ALL))
                    .policies();
            ann.draft(policy, "draft-1").orElseThrow();
            String found = ann.analyse("transfer", 1, "analyse-1").orElseThrow().hash();
            bob.approve("transfer", 1, found, "approve-1").orElseThrow();
            bob.publish("transfer", 1, "publish-1").orElseThrow();

            Transfer transfer = acme.transfers()
                    .create(TransferRequest.builder()
                            .from("customer:42")
                            .to("merchant:7")
                            .amount(Money.ofMinor(125_000, usd))
                            .idempotencyKey("transfer_key_042")
                            .build())
                    .orElseThrow();

            Intent intent = acme.intents()
                    .create(IntentRequest.builder("intent_042")
                            .scope("workspace_scope")
                            .moneyModel(usd)
                            .primitives(Primitive.LEDGER, Primitive.EVENTS)
                            .from("customer:42")
                            .to("merchant:7")
                            .amountMinor(1_999)
                            .build())
                    .orElseThrow();
            intent.status();

            String answer = zentra.callbacks("rail_primary")
                    .accept(headers, rawBody)
                    .match(
                            applied -> "ok",
                            duplicate -> "seen",
                            parked -> "early",
                            contradicted -> "review " + contradicted.caseId(),
                            rejected -> rejected.code().code());

            AuditPacket packet = acme.evidence().packet(transfer.id());
            PacketVerifier.trusting(publicKey).verify(packet).orElseThrow();
            return answer;
        }
    }

    /** Words only: layout, comments and the names of files differ between a page and a test. */
    @Test
    void theReadmeSaysWhatIsCompiledHere() throws IOException {
        Path root = Files.exists(Path.of("README.md")) ? Path.of("") : Path.of("..");
        String readme = Files.readString(root.resolve("README.md"));
        String page =
                readme.substring(readme.indexOf("```java") + 7, readme.indexOf("```", readme.indexOf("```java") + 7));
        String source = Files.readString(root.resolve("examples/src/test/java/io/zentra/examples/ReadmeTest.java"));
        String compiled = source.substring(
                source.indexOf("        try (ZentraRuntime"), source.indexOf("            return answer;"));

        assertThat(words(page.substring(0, page.lastIndexOf('}'))))
                .isEqualTo(words(compiled.replace("folder.resolve(\"zentra.db\")", "Path.of(\"zentra.db\")")
                        .replace("folder.resolve(\"zentra.key\")", "Path.of(\"zentra.key\")")));
    }

    private static List<String> words(String code) {
        String withoutComments = code.replaceAll("(?m)//.*$", "");
        return List.of(withoutComments.replaceAll("\\s+", "").split("(?<=;)"));
    }
}
