package io.zentra.testing.contract;

import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Analysis;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.webhooks.StandardWebhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rounds of every kind of write, under keys made of the round's name: a process does them until it dies, and its parent
 * does the same ones again to learn what is there.
 */
final class ChildWrites {
    static final String RAIL = "rail_primary";
    static final Asset USD = Asset.iso("USD");
    static final String BANK = "assets:bank";
    static final String CUSTOMER = "customer:42";
    static final String MERCHANT = "merchant:7";
    static final Money TRANSFERRED = usd(5);
    private static final String TOP_UP = "top_up";

    /** One for all processes, so that what the dead one was sent can be sent again. */
    private static final StandardWebhooks SCHEME =
            StandardWebhooks.secret("whsec_" + "cHJvY2Vzcy10aGF0LWRpZXMtMzItYnl0ZXMtbG9uZyE=");

    private final ZentraRuntime zentra;
    private final Workspace acme;
    private final BookRail rail;
    private final InstantSource clock;

    /**
     * A write that is durable.
     *
     * @param write which of the round
     * @param isReplay whether it had been done before
     * @param id what it made
     */
    record Done(String write, boolean isReplay, String id) {}

    ChildWrites(ZentraRuntime zentra, BookRail rail, InstantSource clock) {
        this.zentra = zentra;
        this.acme = zentra.tenant("acme").as(Actor.service("svc_child"));
        this.rail = rail;
        this.clock = clock;
    }

    /** A runtime as parent and child open it; nothing runs in it by itself. */
    static ZentraRuntime open(Storage storage, BookRail rail, InstantSource clock) {
        return ZentraRuntime.builder()
                .storage(storage)
                .clock(clock)
                .rail(RAIL, rail)
                .callbacks(RAIL, SCHEME)
                .dueWorkThreads(0)
                .limits(CommitLimits.standard().withLoggedRows(7))
                .build();
    }

    /** Creates the tenant and the accounts. */
    static void prepare(ZentraRuntime zentra) {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("setup"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
        acme.accounts().open(NewAccount.credit(CUSTOMER, USD));
        acme.accounts().open(NewAccount.credit(MERCHANT, USD));
        acme.policies().draft(policy(), "draft").orElseThrow();
        Analysis analysis = acme.policies().analyse(TOP_UP, 1, "analysis").orElseThrow();
        Policies second = zentra.tenant("acme").as(Actor.service("second")).policies();
        second.approve(TOP_UP, 1, analysis.hash(), "approval").orElseThrow();
        second.publish(TOP_UP, 1, "publication").orElseThrow();
    }

    /** Lets everything through, and counts it in a window that is appended to and in one that is not. */
    private static Policy policy() {
        return Policy.named(TOP_UP)
                .limit("hourly", Measure.count().within(Window.rolling(Duration.ofHours(1))), 1_000_000_000)
                .limit("daily", Measure.sum(USD).per(Field.DESTINATION), 1_000_000_000)
                .build();
    }

    /** Does the writes of a round, and tells of each as soon as it is answered. */
    void run(String round, Consumer<Done> answered) {
        Ledgers ledgers = acme.ledgers();
        Outcome<Posting> posted = ledgers.post(BANK, CUSTOMER, usd(10), round + "-post");
        answered.accept(done("post", posted, posted.orElseThrow().id()));
        Outcome<Ruling> ruled = acme.controlled()
                .post(
                        Proposal.of(TOP_UP, usd(3)).from(BANK, Map.of()).to(CUSTOMER, Map.of()),
                        PostingRequest.of(BANK, CUSTOMER, usd(3), round + "-controlled"));
        answered.accept(done(
                "controlled",
                ruled,
                ((Ruling.Posted) ruled.orElseThrow()).posting().id()));
        Outcome<Hold> held = ledgers.hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(6), round + "-hold"));
        String hold = held.orElseThrow().id();
        answered.accept(done("hold", held, hold));
        Outcome<Posting> captured = ledgers.capture(hold, usd(4), round + "-capture");
        answered.accept(done("capture", captured, captured.orElseThrow().id()));
        Outcome<Hold> released = ledgers.release(hold, round + "-release");
        answered.accept(done("release", released, released.orElseThrow().id()));
        Outcome<Posting> reversed = ledgers.reverse(captured.orElseThrow().id(), round + "-reverse");
        answered.accept(done("reverse", reversed, reversed.orElseThrow().id()));
        Outcome<Transfer> created = acme.transfers().create(request(round + "-transfer"));
        Transfer transfer = created.orElseThrow();
        answered.accept(done("transfer", created, transfer.id()));
        boolean early = Math.floorMod(round.hashCode(), 4) == 0;
        if (early) {
            String reference = BookRail.called(transfer.attemptId());
            answered.accept(callBack("early", transfer, reference, true));
        }
        zentra.runDueWork();
        if (rail.has(transfer.attemptId())) { // otherwise another thread, or a dead one, holds the lease
            answered.accept(callBack(transfer, early || Math.floorMod(round.hashCode(), 3) > 0));
        }
    }

    /** The callback of the rail about a transfer, under one id however often it is sent. */
    Done callBack(Transfer transfer, boolean succeeded) {
        return callBack("callback", transfer, transfer.attemptId(), succeeded);
    }

    /** The same by any reference: one by the rail's own may come before the rail's answer, and waits for it. */
    private Done callBack(String write, Transfer transfer, String reference, boolean succeeded) {
        byte[] body = CanonicalJson.bytes(json -> json.beginObject()
                .name("data")
                .beginObject()
                .member("amount_minor", transfer.amount().minor())
                .member("currency", transfer.amount().asset().toString())
                .member("reference", reference)
                .endObject()
                .member("type", succeeded ? "transfer.succeeded" : "transfer.failed")
                .endObject());
        CallbackOutcome outcome = zentra.tenant("acme")
                .callbacks(RAIL)
                .accept(SCHEME.sign(write + "_" + transfer.attemptId(), clock.instant(), body), body);
        return outcome.match(
                applied -> new Done(write, false, transfer.id()),
                duplicate -> new Done(write, true, transfer.id()),
                parked -> new Done(write, false, transfer.id()),
                contradicted -> {
                    throw new AssertionError(contradicted);
                },
                rejected -> {
                    throw new AssertionError(rejected);
                });
    }

    private static TransferRequest request(String key) {
        return TransferRequest.builder()
                .from(CUSTOMER)
                .to(MERCHANT)
                .amount(TRANSFERRED)
                .idempotencyKey(key)
                .build();
    }

    private static Done done(String write, Outcome<?> outcome, String id) {
        return new Done(write, outcome.isReplay(), id);
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
