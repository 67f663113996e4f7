package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.delivery.WebhookHealth;
import io.zentra.webhooks.secret.LocalKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog lies in the database: a process with little memory takes, keeps and drains one of any length. */
class DeliveryBacklogTest {
    private static final int SOME = 20_000;
    private static final int MANY = 1_000_000;

    /** Less than the messages of the smaller backlog and what a runtime needs besides. */
    private static final String LITTLE = "-Xmx40m";

    /** A twentieth of what the messages of the larger one would take. */
    private static final String MORE = "-Xmx64m";

    @TempDir
    Path folder;

    @Test
    void drainsABacklogInLittleMemory() throws Exception {
        drain(SOME, LITTLE);
    }

    @Test
    @Tag("long")
    void drainsABacklogOfAMillionEvents() throws Exception {
        drain(MANY, MORE);
    }

    private void drain(int events, String heap) throws Exception {
        Path log = folder.resolve("child.log");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        folder.toString(),
                        String.valueOf(events))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(child.waitFor(30, TimeUnit.MINUTES)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.exitValue()).as(() -> text(log)).isZero();
        assertThat(text(log)).contains("backlog " + events + "\n").contains("sent " + events + "\n");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    /** Posts, takes all of it for an endpoint that is paused, resumes it, and sends until nothing is left. */
    static final class Child {
        private static final Asset USD = Asset.iso("USD");
        private static final int CHUNK = 1_000;

        private Child() {}

        /** Arguments: the folder and how many events. */
        public static void main(String[] arguments) {
            AtomicLong sent = new AtomicLong();
            Transport counting = message -> {
                sent.incrementAndGet();
                return new Transport.Reply.Answered(204, null, "");
            };
            try (ZentraRuntime zentra = ZentraRuntime.builder()
                    .storage(Storage.sqlite(Path.of(arguments[0]).resolve("zentra")))
                    .deliveries(DeliverySettings.builder()
                            .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                            .transport(counting)
                            .build())
                    .dueWorkThreads(0)
                    .build()) {
                zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
                Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
                acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
                acme.accounts().open(NewAccount.credit("customer", USD));
                String endpoint = acme.endpoints()
                        .register(
                                NewEndpoint.of("https://hooks.example.com/", "ledger.entry.created")
                                        .sending(Sending.standard().rates(0, 0)),
                                "endpoint")
                        .orElseThrow()
                        .id();
                acme.endpoints().pause(endpoint, "pause").orElseThrow();
                for (int i = 0; i < Integer.parseInt(arguments[1]); i += CHUNK) {
                    post(acme, i);
                }
                zentra.runDueWork();
                WebhookHealth health = acme.deliveries().health();
                System.out.println("backlog " + health.backlog());
                acme.endpoints().resume(endpoint, "resume").orElseThrow();
                while (acme.deliveries().health().backlog() > 0) {
                    zentra.runDueWork();
                }
                System.out.println("sent " + sent.get());
            }
        }

        private static void post(Workspace acme, int first) {
            acme.ledgers()
                    .postAll(IntStream.range(first, first + CHUNK)
                            .mapToObj(i -> PostingRequest.of("bank", "customer", Money.ofMinor(1, USD), "key-" + i))
                            .toList())
                    .forEach(outcome -> outcome.orElseThrow());
        }
    }
}
