package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.USD;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Asset;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind of write, for a fault to strike.
 *
 * @param name what it does
 * @param preparation what it needs before, done without faults
 */
record Write(String name, Preparation preparation) {
    private static final String POSTED = "ledger.entry.created";

    /** Makes ready for one write whose ids and keys bear the tag. */
    interface Preparation {
        Attempt prepare(Stage stage, String tag);
    }

    /**
     * One request, sent by each call; however often it is sent, it must leave the same.
     *
     * @param call sends it
     * @param events the types of the events that it leaves, replays and conflicts apart
     * @param refusal the code with which it is refused every time; null when it is not
     * @param isThere whether it took effect, where no event of the tenant tells; null otherwise
     * @param isOfSeveral whether it is several commands, of which some may take effect and others not
     */
    record Attempt(
            Runnable call,
            List<String> events,
            @Nullable ErrorCode refusal,
            @Nullable BooleanSupplier isThere,
            boolean isOfSeveral) {
        static Attempt leaving(Runnable call, String... events) {
            return new Attempt(call, List.of(events), null, null, false);
        }

        /** Several commands of which each leaves an event. */
        static Attempt ofSeveral(Runnable call, String... events) {
            return new Attempt(call, List.of(events), null, null, true);
        }

        /** Refused each time, and each time an event tells so. */
        static Attempt refused(Runnable call, ErrorCode refusal) {
            return new Attempt(call, List.of(), refusal, null, false);
        }

        /** Takes effect outside the tenant's events. */
        static Attempt seenBy(BooleanSupplier isThere, Runnable call) {
            return new Attempt(call, List.of(), null, isThere, false);
        }

        /** Done by work that is due, in as many turns as it takes; other events than these may tell of turns. */
        static Attempt whenDue(BooleanSupplier isDone, Runnable turns, String... events) {
            return new Attempt(turns, List.of(events), null, isDone, false);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Every kind of write that an API or due work leads to. */
    static List<Write> all() {
        List<Write> all = new ArrayList<>(RegistryWrites.all());
        all.addAll(ChartWrites.all());
        all.addAll(postings());
        all.addAll(HoldWrites.all());
        all.addAll(TimeWrites.all());
        all.addAll(UsageWrites.all());
        all.addAll(ofNoEvent());
        all.addAll(ReviewWrites.all());
        all.addAll(TransferWrites.all());
        all.addAll(IntentWrites.all());
        all.addAll(PaymentWrites.all());
        all.addAll(RailPaymentWrites.all());
        all.addAll(CallbackWrites.all());
        all.addAll(PolicyWrites.all());
        return all;
    }

    private static List<Write> postings() {
        return List.of(
                new Write(
                        "posts",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme()
                                        .ledgers()
                                        .post(PostingRequest.of(CUSTOMER, MERCHANT, usd(5), tag)
                                                .correlation("order-" + tag)),
                                POSTED)),
                new Write(
                        "posts several",
                        (stage, tag) -> Attempt.ofSeveral(
                                () -> stage.acme()
                                        .ledgers()
                                        .postAll(List.of(
                                                PostingRequest.of(CUSTOMER, MERCHANT, usd(5), tag + "-1"),
                                                PostingRequest.of(CUSTOMER, MERCHANT, usd(7), tag + "-2"),
                                                PostingRequest.of(BANK, CUSTOMER, usd(12), tag + "-3"))),
                                POSTED,
                                POSTED,
                                POSTED)),
                new Write(
                        "posts two as one",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme()
                                        .ledgers()
                                        .postAtomically(List.of(
                                                PostingRequest.of(CUSTOMER, MERCHANT, usd(5), tag + "-1"),
                                                PostingRequest.of(BANK, CUSTOMER, usd(12), tag + "-2"))),
                                POSTED,
                                POSTED)),
                new Write(
                        "composes",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme()
                                        .ledgers()
                                        .compose(Composition.of(
                                                tag,
                                                Movement.upTo(usd(5))
                                                        .from(CUSTOMER)
                                                        .to(MERCHANT))),
                                POSTED)),
                new Write("exchanges", Write::exchanges),
                new Write(
                        "imports two lines",
                        (stage, tag) -> Attempt.ofSeveral(
                                () -> stage.acme().ledgers().imports().csv(table(tag), ImportOptions.standard()),
                                POSTED,
                                POSTED)),
                new Write(
                        "declines below the floor",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme().ledgers().post(CUSTOMER, MERCHANT, usd(Long.MAX_VALUE / 2), tag),
                                "request.declined")),
                new Write("replays", (stage, tag) -> {
                    stage.pay(tag);
                    return Attempt.leaving(() -> stage.pay(tag));
                }),
                new Write("refuses a key used otherwise", (stage, tag) -> {
                    stage.pay(tag);
                    return Attempt.refused(
                            () -> stage.acme().ledgers().post(CUSTOMER, MERCHANT, usd(4), tag),
                            ErrorCode.IDEMPOTENCY_CONFLICT);
                }),
                new Write("reverses", (stage, tag) -> {
                    String posting = stage.pay(tag + "-paid").id();
                    return Attempt.leaving(() -> stage.acme().ledgers().reverse(posting, tag), POSTED);
                }),
                new Write("reverses in part", (stage, tag) -> {
                    String posting = stage.pay(tag + "-paid").id();
                    return Attempt.leaving(
                            () -> stage.acme().ledgers().reversals().reverse(posting, usd(1), tag), POSTED);
                }),
                new Write("corrects", (stage, tag) -> {
                    String posting = stage.pay(tag + "-paid").id();
                    PostingRequest right = PostingRequest.of(CUSTOMER, MERCHANT, usd(2), tag);
                    return Attempt.leaving(
                            () -> stage.acme().ledgers().reversals().correct(posting, right), POSTED, POSTED);
                }));
    }

    private static InputStream table(String tag) {
        String table = "key,account,side,asset,amount_minor\n";
        for (String key : List.of(tag + "-1", tag + "-2")) {
            table += key + "," + CUSTOMER + ",debit,USD,5\n" + key + "," + MERCHANT + ",credit,USD,5\n";
        }
        return new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8));
    }

    private static Attempt exchanges(Stage stage, String tag) {
        Asset eur = Asset.iso("EUR");
        Exchange.Accounts accounts =
                Exchange.Accounts.from(CUSTOMER, "position:usd:" + tag).to("position:eur:" + tag, "eur:" + tag);
        stage.acme()
                .accounts()
                .open(NewAccount.credit("position:usd:" + tag, USD).withoutFloor());
        stage.acme()
                .accounts()
                .open(NewAccount.credit("position:eur:" + tag, eur).withoutFloor());
        stage.acme().accounts().open(NewAccount.credit("eur:" + tag, eur));
        Quote quote = Quote.of(USD, eur, "0.9213", RoundingMode.DOWN);
        return Attempt.leaving(
                () -> stage.acme().ledgers().exchange(Exchange.of(tag, usd(100), quote, accounts)), POSTED);
    }

    private static List<Write> ofNoEvent() {
        return List.of(
                new Write("signs a checkpoint", (stage, tag) -> {
                    stage.pay(tag);
                    long size = stage.head();
                    return Attempt.seenBy(
                            () -> stage.number("select count(*) from zentra_checkpoint where size = ?", size) == 1,
                            () -> stage.acme().journal().checkpoint());
                }),
                new Write("fills what searches look up", (stage, tag) -> {
                    stage.pay(tag);
                    long size = stage.head();
                    return Attempt.seenBy(
                            () -> stage.number("select seq from zentra_search_position where tenant = 1") >= size,
                            () -> stage.acme().ledgers().prepareSearch());
                }),
                new Write(
                        "moves a cursor",
                        (stage, tag) -> Attempt.seenBy(
                                () -> stage.number("select seq from zentra_cursor where name = ?", "c-" + tag) == 3,
                                () -> stage.acme().journal().cursor("c-" + tag).advanceTo(3))));
    }
}
