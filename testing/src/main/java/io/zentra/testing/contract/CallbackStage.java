package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackEvidence;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.CallbackRules;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.CallbackHeaders;
import io.zentra.webhooks.CallbackKey;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackScheme;
import io.zentra.webhooks.CallbackVerdict;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A runtime with a rail whose callbacks may come early, for the contracts of callbacks. */
abstract class CallbackStage {
    static final Asset USD = Asset.iso("USD");
    static final Money AMOUNT = Money.ofMinor(1_250, USD);
    static final String RAIL = "rail_primary";
    static final String OTHER_RAIL = "rail_other";
    static final Duration WAIT = Duration.ofHours(6);

    final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    final SandboxRail bank = SandboxRail.create();
    final SandboxRail other = SandboxRail.create();
    final SigningKey key = SigningKey.generate("ledger.example");
    DataSource source;
    boolean owned;
    ZentraRuntime zentra;
    Workspace acme;
    Workspace ann;

    CallbackStage() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    void open() {
        Storage storage = storage();
        source = storage.open();
        owned = storage.owned();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()).lanes(storage.lanes()))
                .clock(clock)
                .random(RandomSource.seeded(42))
                .signingKey(key)
                .rail(RAIL, bank)
                .callbacks(
                        RAIL,
                        CallbackRules.of(bank.scheme())
                                .parkedFor(WAIT)
                                .reviewedIn("early")
                                .refusedAtMost(RateLimit.of(10, Duration.ofSeconds(1)))
                                .redactingHeaders("X-Api-Key")
                                .redactingMembers("iban"))
                .rail(OTHER_RAIL, other)
                .callbacks(OTHER_RAIL, new Unnamed())
                .dueWorkThreads(0)
                .build();
        for (String tenant : List.of("acme", "other")) {
            zentra.createTenant(tenant, TenantConfig.standard(), Actor.service("setup"));
        }
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        Actor person = Actor.operator("ann", Permission.ALL);
        ann = zentra.tenant("acme").as(person);
        acme.reviews().lanes().set(ReviewLane.of("early", person), "lane").orElseThrow();
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.ledgers()
                .post("assets:bank", "customer:42", Money.ofMinor(1_000_000, USD), "fund")
                .orElseThrow();
    }

    @AfterEach
    void verifyAndClose() throws Exception {
        try {
            acme.verify().requireSound();
            zentra.verifyTenants(Actor.service("setup")).requireSound();
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
        } finally {
            zentra.close();
            if (owned && source instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    /** Takes everything for genuine, as a rail on a line of its own would. */
    private static final class Unnamed implements CallbackScheme {
        @Override
        public String name() {
            return "unnamed";
        }

        @Override
        public CallbackVerdict verify(CallbackMessage message, Instant now) {
            return CallbackVerdict.Verified.by(CallbackKey.hmac("line", "0123456789abcdef0123456789abcdef"));
        }
    }

    static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the registry's journal tells, in its order. */
    List<String> refusals() throws SQLException {
        List<String> counts = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet events =
                        statement.executeQuery("select event from zentra_journal where tenant = 0 order by seq")) {
            while (events.next()) {
                Event event = Event.parse(events.getBytes(1));
                if (event.type().equals("callbacks.refused")) {
                    counts.add(event.body().path("counts").toString());
                }
            }
        }
        return counts;
    }

    CallbackOutcome takeForged(SandboxRail.Message message) {
        byte[] forged = message.text().replaceFirst("\\{", "{\"forged\":true,").getBytes(StandardCharsets.UTF_8);
        return zentra.tenant("acme").callbacks(RAIL).accept(message.headers(), forged);
    }

    CallbackOutcome take(SandboxRail.Message message) {
        return zentra.tenant("acme").callbacks(RAIL).accept(message.headers(), message.body());
    }

    static @Nullable ErrorCode code(CallbackOutcome outcome) {
        return outcome instanceof CallbackOutcome.Rejected rejected ? rejected.code() : null;
    }

    static @Nullable ErrorCode refusal(CallbackVerdict verdict) {
        return verdict instanceof CallbackVerdict.Refused refused ? refused.code() : null;
    }

    SandboxRail.Message told(String reference, String how) {
        return bank.signed(body(reference, how, ""), clock.instant());
    }

    SandboxRail.Message named(String reference, String businessKey) {
        return bank.signed(body(reference, "succeeded", "\"business_key\":\"" + businessKey + "\""), clock.instant());
    }

    static String body(String reference, String how, String more) {
        return "{\"type\":\"transfer." + how + "\",\"data\":{\"reference\":"
                + new String(CanonicalJson.bytes(json -> json.value(reference)), StandardCharsets.UTF_8)
                + ",\"amount_minor\":1250,\"currency\":\"USD\"" + (more.isEmpty() ? "" : "," + more) + "}}";
    }

    SandboxRail.Message withIdOf(SandboxRail.Message first, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String id = first.headers().getOrDefault("webhook-id", "");
        return new SandboxRail.Message(bank.scheme().sign(id, clock.instant(), body), text);
    }

    static CallbackHeaders with(Map<String, String> headers, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return CallbackHeaders.of(all);
    }

    /** What the sandbox calls a transfer. */
    static String provider(Transfer transfer) {
        return "prov-" + transfer.attemptId();
    }

    static TransferRequest.Builder request(String name) {
        return TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(AMOUNT)
                .idempotencyKey(name);
    }

    Transfer created(String name) {
        return acme.transfers().create(request(name).build()).orElseThrow();
    }

    Transfer sent(String name) {
        Transfer transfer = created(name);
        zentra.runDueWork();
        return transfer;
    }

    void runFor(Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofMinutes(30));
            zentra.runDueWork();
        }
    }

    TransferStatus status(Transfer transfer) {
        return acme.transfers().get(transfer.id()).status();
    }

    Money arrived() {
        return acme.accounts().balances("merchant:7").posted();
    }

    List<ReviewCase> cases() {
        return acme.reviews().ofLane("early", "", 10);
    }

    ReviewCase caseOf(String id) {
        return acme.reviews().find(id).orElseThrow();
    }

    List<String> types(Transfer transfer) {
        return acme.evidence().timeline(transfer.id()).stream().map(Event::type).toList();
    }

    CallbackEvidence evidence(Transfer transfer) {
        long seq = acme.evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals("callback.received"))
                .findFirst()
                .orElseThrow()
                .seq();
        return acme.evidence().callback(seq).orElseThrow();
    }
}
