package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Side;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.operations.TransferSearch;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentSearch;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.fault.MemoryVault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which permissions each call asks for: those suffice, and none of them can be missing. */
class PermissionTest {
    private static final Path PAGE = Path.of("..", "docs", "permissions.md");
    private static final Asset USD = Asset.iso("USD");
    private static final Money ONE = Money.ofMinor(1, USD);
    private static final Actor ANN = Actor.operator("ann");
    private static final ReviewLane LANE = ReviewLane.of("lane", ANN);
    private static final String BASIS = "0".repeat(64);

    private ZentraRuntime zentra;
    private String transfer;

    /** A call with all that it asks for. */
    record Call(String name, Set<Permission> needs, Consumer<Workspace> run) {
        static Call of(String name, Consumer<Workspace> run, Permission... needs) {
            return new Call(name, Set.of(needs), run);
        }
    }

    @BeforeEach
    void open() {
        zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .signingKey(SigningKey.generate("acme-ledger"))
                .rail("rail_primary", SandboxRail.create())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.credit("a", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("b", USD).withoutFloor());
        transfer = acme.transfers().create(request("first")).orElseThrow().id();
    }

    @AfterEach
    void close() {
        zentra.close();
    }

    private List<Call> calls() {
        return List.of(
                Call.of("read accounts", acme -> acme.accounts().list("", 10), Permission.READ),
                Call.of("read balances", acme -> acme.accounts().balances("a"), Permission.READ),
                Call.of("read the trail", acme -> acme.ledgers().trail("a", 10), Permission.READ),
                Call.of("read a basis", acme -> acme.ledgers().basis("po_none"), Permission.READ),
                Call.of(
                        "read a balance of then",
                        acme -> acme.ledgers().balance("a", TimeAxis.EFFECTIVE, Instant.EPOCH),
                        Permission.READ),
                Call.of(
                        "read a statement",
                        acme -> acme.ledgers().statement(StatementRequest.of("a")),
                        Permission.READ),
                Call.of("read the closed period", acme -> acme.periods().closedBefore(), Permission.READ),
                Call.of("read the rule", acme -> acme.periods().backdating(), Permission.READ),
                Call.of(
                        "close a period",
                        acme -> acme.periods().close(Instant.EPOCH, "close"),
                        Permission.CLOSE_PERIODS),
                Call.of(
                        "reopen a period",
                        acme -> acme.periods().reopen(Instant.EPOCH, "reopen"),
                        Permission.REOPEN_PERIODS),
                Call.of(
                        "change the rule",
                        acme -> acme.periods().backdating(Backdating.FLAG, "flag"),
                        Permission.MANAGE_ACCOUNTS),
                Call.of("explain", acme -> acme.ledgers().explain("a", 1), Permission.READ),
                Call.of(
                        "export",
                        acme -> acme.ledgers().exports().ndjson(OutputStream.nullOutputStream()),
                        Permission.READ),
                Call.of(
                        "import",
                        acme -> acme.ledgers().imports().ndjson(none(), ImportOptions.standard()),
                        Permission.READ,
                        Permission.POST,
                        Permission.REVERSE,
                        Permission.MANAGE_ACCOUNTS),
                Call.of(
                        "import entries",
                        acme -> acme.ledgers().imports().csv(none(), ImportOptions.standard()),
                        Permission.READ,
                        Permission.POST),
                Call.of(
                        "import balances",
                        acme -> acme.ledgers().imports().openings(none(), "a", null, ImportOptions.standard()),
                        Permission.READ,
                        Permission.POST),
                Call.of("read sums", acme -> acme.ledgers().trialBalance(), Permission.READ),
                Call.of(
                        "search",
                        acme -> acme.ledgers().search(PostingSearch.all().under("a")),
                        Permission.READ),
                Call.of("prepare searches", acme -> acme.ledgers().prepareSearch(), Permission.READ),
                Call.of("read accounts of a path", acme -> acme.accounts().list("a", "", 10), Permission.READ),
                Call.of("roll up", acme -> acme.chart().rollUp("a"), Permission.READ),
                Call.of("roll all up", acme -> acme.chart().trialBalance(1), Permission.READ),
                Call.of(
                        "roll the past up",
                        acme -> acme.chart()
                                .at(TimeAxis.RECORDED, Instant.EPOCH)
                                .rollUp("a"),
                        Permission.READ),
                Call.of(
                        "read the past's sheet",
                        acme -> acme.chart()
                                .at(TimeAxis.RECORDED, Instant.EPOCH)
                                .balanceSheet(),
                        Permission.READ),
                Call.of("read the balance sheet", acme -> acme.chart().balanceSheet(), Permission.READ),
                Call.of(
                        "apply a template",
                        acme -> acme.chart().apply(ChartTemplate.of("t", NewAccount.credit("d", USD)), "t"),
                        Permission.MANAGE_ACCOUNTS),
                Call.of("read a transfer", acme -> acme.transfers().get(transfer), Permission.READ),
                Call.of("read transfers", acme -> acme.transfers().list(0, 10), Permission.READ),
                Call.of(
                        "simulate a transfer",
                        acme -> acme.transfers().simulate(request("simulated")),
                        Permission.READ),
                Call.of("read a snapshot", acme -> acme.operations().snapshot(), Permission.READ),
                Call.of("read a story", acme -> acme.operations().timeline(transfer), Permission.READ),
                Call.of(
                        "prepare searches of transfers",
                        acme -> acme.operations().prepareSearch(),
                        Permission.READ),
                Call.of("search transfers", acme -> acme.operations().search(TransferSearch.all()), Permission.READ),
                Call.of("read the transfer of a key", acme -> acme.operations().transferOfKey("a"), Permission.READ),
                Call.of(
                        "read the transfer of a reference",
                        acme -> acme.operations().transferOfReference("rail_primary", "p"),
                        Permission.READ),
                Call.of("ask the doctor", acme -> acme.operations().doctor(), Permission.READ),
                Call.of("read loads of lanes", acme -> acme.reviews().loads(), Permission.READ),
                Call.of("read cases of nobody", acme -> acme.reviews().ofNobody("", 10), Permission.READ),
                Call.of("read a payment", acme -> acme.payments().get("pm_none"), Permission.READ),
                Call.of("read payments", acme -> acme.payments().list(0, 10), Permission.READ),
                Call.of("look for payments", acme -> acme.payments().search(PaymentSearch.all()), Permission.READ),
                Call.of("look for a card by its key", acme -> acme.cards().ofKey("k"), Permission.READ),
                Call.of("read cards", acme -> acme.cards().list(0, 10), Permission.READ),
                Call.of("authorize", acme -> acme.payments().authorize(payment("authorize")), Permission.PAY),
                Call.of("authorize a card", acme -> acme.cards().authorize(payment("card")), Permission.PAY),
                Call.of("increment", acme -> acme.cards().increment("pm_none", ONE, "k"), Permission.PAY),
                Call.of("capture a payment", acme -> acme.payments().capture("pm_none", ONE, "k"), Permission.PAY),
                Call.of("clear a card", acme -> acme.cards().clear("pm_none", ONE, "k"), Permission.PAY),
                Call.of("void", acme -> acme.payments().voidHeld("pm_none", "x", "k"), Permission.PAY),
                Call.of("refund", acme -> acme.payments().refund("pm_none", "x", "k"), Permission.OPERATE_PAYMENTS),
                Call.of(
                        "charge back",
                        acme -> acme.payments().chargeBack("pm_none", "x", "k"),
                        Permission.OPERATE_PAYMENTS),
                Call.of(
                        "reverse a chargeback",
                        acme -> acme.payments().reverseChargeback("pm_none", "x", "k"),
                        Permission.OPERATE_PAYMENTS),
                Call.of("force", acme -> acme.cards().force("pm_none", ONE, "x", "k"), Permission.OPERATE_PAYMENTS),
                Call.of(
                        "force what is unknown",
                        acme -> acme.cards().force(payment("forced"), "x"),
                        Permission.OPERATE_PAYMENTS),
                Call.of("read a timeline", acme -> acme.evidence().timeline(transfer), Permission.READ),
                Call.of("read the journal", acme -> acme.journal().after(0, 10), Permission.READ),
                Call.of("prove", acme -> acme.journal().inclusionPath(1, 2), Permission.READ),
                Call.of("verify", Workspace::verify, Permission.READ),
                Call.of(
                        "archive",
                        acme -> acme.archive(Retention.before(Instant.EPOCH), new MemoryVault()),
                        Permission.READ,
                        Permission.ARCHIVE),
                Call.of("read a cursor", acme -> acme.journal().cursor("index").next(10), Permission.READ),
                Call.of(
                        "move a cursor",
                        acme -> acme.journal().cursor("index").advanceTo(1),
                        Permission.READ,
                        Permission.FOLLOW_JOURNAL),
                Call.of("sign", acme -> acme.journal().checkpoint(), Permission.EXPORT_EVIDENCE),
                Call.of("seal", acme -> acme.journal().seal("x", new byte[0]), Permission.EXPORT_EVIDENCE),
                Call.of(
                        "export a packet",
                        acme -> acme.evidence().packet(transfer),
                        Permission.READ,
                        Permission.EXPORT_EVIDENCE),
                Call.of(
                        "export a period",
                        acme -> acme.evidence()
                                .export(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), OutputStream.nullOutputStream()),
                        Permission.READ,
                        Permission.EXPORT_EVIDENCE),
                Call.of("erase", acme -> acme.evidence().eraseCallback(1), Permission.ERASE_CALLBACKS),
                Call.of(
                        "open accounts",
                        acme -> acme.accounts().open(NewAccount.credit("c", USD)),
                        Permission.MANAGE_ACCOUNTS),
                Call.of(
                        "open flow accounts",
                        acme -> acme.transfers().openFlowAccounts(USD),
                        Permission.MANAGE_ACCOUNTS),
                Call.of(
                        "change an account by an intent",
                        acme -> acme.intents()
                                .create(IntentRequest.builder("intent-1")
                                        .scope("scope")
                                        .moneyModel(Asset.iso("USD"))
                                        .primitives(Primitive.LEDGER)
                                        .changes("c", AccountChange.FREEZE)
                                        .build()),
                        Permission.MANAGE_ACCOUNTS,
                        Permission.READ),
                Call.of("freeze", acme -> acme.accounts().freeze("c", "freeze"), Permission.MANAGE_ACCOUNTS),
                Call.of("unfreeze", acme -> acme.accounts().unfreeze("c", "unfreeze"), Permission.MANAGE_ACCOUNTS),
                Call.of("close", acme -> acme.accounts().close("c", "close"), Permission.MANAGE_ACCOUNTS),
                Call.of("reopen", acme -> acme.accounts().reopen("c", "reopen"), Permission.MANAGE_ACCOUNTS),
                Call.of("set a floor", acme -> acme.accounts().setFloor("c", ONE, "k1"), Permission.CHANGE_LIMITS),
                Call.of("remove a floor", acme -> acme.accounts().removeFloor("c", "k2"), Permission.CHANGE_LIMITS),
                Call.of("set a ceiling", acme -> acme.accounts().setCeiling("c", ONE, "k3"), Permission.CHANGE_LIMITS),
                Call.of("remove a ceiling", acme -> acme.accounts().removeCeiling("c", "k4"), Permission.CHANGE_LIMITS),
                Call.of("post", acme -> acme.ledgers().post("a", "b", ONE, "post"), Permission.POST),
                Call.of(
                        "post atomically",
                        acme -> acme.ledgers().postAtomically(List.of(PostingRequest.of("a", "b", ONE, "bulk"))),
                        Permission.POST),
                Call.of(
                        "compose",
                        acme -> acme.ledgers()
                                .compose(Composition.of(
                                        "compose",
                                        Movement.exactly(ONE).from("a").to("b"))),
                        Permission.POST),
                Call.of(
                        "exchange",
                        acme -> acme.ledgers()
                                .exchange(Exchange.of(
                                        "exchange",
                                        ONE,
                                        Quote.of(USD, Asset.iso("EUR"), "1", RoundingMode.DOWN),
                                        Exchange.Accounts.from("a", "b").to("c", "d"))),
                        Permission.POST),
                Call.of("hold", acme -> acme.ledgers().hold(PostingRequest.of("a", "b", ONE, "hold")), Permission.POST),
                Call.of("capture", acme -> acme.ledgers().capture("ho_none", "capture"), Permission.POST),
                Call.of("release", acme -> acme.ledgers().release("ho_none", "release"), Permission.POST),
                Call.of("reverse", acme -> acme.ledgers().reverse("po_none", "reverse"), Permission.REVERSE),
                Call.of("read a hold", acme -> acme.ledgers().holds().find("ho_none"), Permission.READ),
                Call.of("read holds", acme -> acme.ledgers().holds().list("", 10), Permission.READ),
                Call.of("read holds of one", acme -> acme.ledgers().holds().list("a", "", 10), Permission.READ),
                Call.of("read captures", acme -> acme.ledgers().holds().captures("ho_none", "", 10), Permission.READ),
                Call.of("increase", acme -> acme.ledgers().holds().increase("ho_none", ONE, "more"), Permission.POST),
                Call.of(
                        "capture finally",
                        acme -> acme.ledgers().holds().captureFinal("ho_none", ONE, "final"),
                        Permission.POST),
                Call.of(
                        "extend",
                        acme -> acme.ledgers().holds().extend("ho_none", Instant.EPOCH, "later"),
                        Permission.POST),
                Call.of(
                        "capture with words",
                        acme -> acme.ledgers().holds().capture("ho_none", Part.all(), "words", Map.of("a", "b")),
                        Permission.POST),
                Call.of(
                        "capture finally with words",
                        acme -> acme.ledgers().holds().captureFinal("ho_none", Part.all(), "w", Map.of("a", "b")),
                        Permission.POST),
                Call.of("read reversals", acme -> acme.ledgers().reversals().of("po_none", "", 10), Permission.READ),
                Call.of("read what is left", acme -> acme.ledgers().reversals().left("po_none"), Permission.READ),
                Call.of(
                        "reverse in part",
                        acme -> acme.ledgers().reversals().reverse("po_none", ONE, "part"),
                        Permission.REVERSE),
                Call.of(
                        "correct",
                        acme -> acme.ledgers()
                                .reversals()
                                .correct("po_none", PostingRequest.of("a", "b", ONE, "right")),
                        Permission.REVERSE,
                        Permission.POST),
                Call.of(
                        "correct the rest",
                        acme -> acme.ledgers()
                                .reversals()
                                .correctRest("po_none", PostingRequest.of("a", "b", ONE, "rest")),
                        Permission.REVERSE,
                        Permission.POST),
                Call.of("transfer", acme -> acme.transfers().create(request("more")), Permission.TRANSFER),
                Call.of(
                        "mark a transfer as returned",
                        acme -> acme.transfers().markReturned("tr_none", "x", "k"),
                        Permission.OPERATE_TRANSFERS),
                Call.of("read lanes", acme -> acme.reviews().lanes().list("", 10), Permission.READ),
                Call.of("read a lane", acme -> acme.reviews().lanes().find("lane"), Permission.READ),
                Call.of("set a lane", acme -> acme.reviews().lanes().set(LANE, "lane"), Permission.MANAGE_LANES),
                Call.of("read cases", acme -> acme.reviews().list("", 10), Permission.READ),
                Call.of("read cases of one", acme -> acme.reviews().ofOwner(ANN, "", 10), Permission.READ),
                Call.of("read a case", acme -> acme.reviews().find("case_none"), Permission.READ),
                Call.of("read notes", acme -> acme.reviews().notes("case_none", 0, 10), Permission.READ),
                Call.of(
                        "open a case",
                        acme -> acme.reviews().open(ReviewDraft.of("lane", "kind", "subject", BASIS), "opened"),
                        Permission.OPEN_REVIEWS),
                Call.of(
                        "resume",
                        acme -> acme.reviews().resume("case_none", BASIS, ONE, "resumed"),
                        Permission.OPEN_REVIEWS),
                Call.of("withdraw", acme -> acme.reviews().withdraw("case_none", "gone"), Permission.OPEN_REVIEWS),
                Call.of("claim", acme -> acme.reviews().claim("case_none", "claimed"), Permission.WORK_REVIEWS),
                Call.of("give back", acme -> acme.reviews().release("case_none", "back"), Permission.WORK_REVIEWS),
                Call.of("note", acme -> acme.reviews().note("case_none", "text", "noted"), Permission.WORK_REVIEWS),
                Call.of("edit", acme -> acme.reviews().edit("case_none", Map.of(), "edited"), Permission.WORK_REVIEWS),
                Call.of("assign", acme -> acme.reviews().assign("case_none", ANN, "given"), Permission.ASSIGN_REVIEWS),
                Call.of(
                        "assign by rota",
                        acme -> acme.reviews().assignByRota("case_none", "turn"),
                        Permission.ASSIGN_REVIEWS),
                Call.of(
                        "reopen a case",
                        acme -> acme.reviews().reopen("case_none", "again"),
                        Permission.ASSIGN_REVIEWS),
                Call.of(
                        "approve",
                        acme -> acme.reviews().approve("case_none", BASIS, "approved"),
                        Permission.DECIDE_REVIEWS),
                Call.of("deny", acme -> acme.reviews().deny("case_none", "no", "denied"), Permission.DECIDE_REVIEWS),
                Call.of("erase a note", acme -> acme.reviews().eraseNote(1), Permission.ERASE_NOTES));
    }

    @Test
    void eachCallAsksForItsPermissionsAndNoOthers() {
        for (Call call : all(calls(), PolicyCalls.valid())) {
            attempt(call, call.needs());
            for (Permission missing : call.needs()) {
                requireDenied(call, missing);
            }
        }
    }

    /** Each with something that is refused by itself: who may not do it learns nothing about what would be right. */
    private List<Call> invalidCalls() {
        Money none = Money.zero(USD);
        PostingRequest empty = PostingRequest.of("empty");
        Part part = Part.lines().debit("a", ONE);
        Instant never = Instant.MAX;
        Composition ruleless = Composition.of("ruleless", Movement.all(USD));
        return List.of(
                Call.of("post lines", acme -> acme.ledgers().post(empty), Permission.POST),
                Call.of("post an amount", acme -> acme.ledgers().post("", "b", ONE, ""), Permission.POST),
                Call.of("post many", acme -> acme.ledgers().postAll(List.of(empty)), Permission.POST),
                Call.of("post later", acme -> acme.ledgers().postAsync(empty).join(), Permission.POST),
                Call.of("hold", acme -> acme.ledgers().hold(empty), Permission.POST),
                Call.of("post as one", acme -> acme.ledgers().postAtomically(List.of(empty)), Permission.POST),
                Call.of("compose", acme -> acme.ledgers().compose(ruleless), Permission.POST),
                Call.of("hold until", acme -> acme.ledgers().holds().place(empty, never), Permission.POST),
                Call.of("capture", acme -> acme.ledgers().capture("", ""), Permission.POST),
                Call.of("capture an amount", acme -> acme.ledgers().capture("", none, ""), Permission.POST),
                Call.of("capture a part", acme -> acme.ledgers().holds().capture("", part, ""), Permission.POST),
                Call.of("capture finally", acme -> acme.ledgers().holds().captureFinal("", none, ""), Permission.POST),
                Call.of("capture lines", acme -> acme.ledgers().holds().captureFinal("", part, ""), Permission.POST),
                Call.of("increase", acme -> acme.ledgers().holds().increase("", none, ""), Permission.POST),
                Call.of("increase lines", acme -> acme.ledgers().holds().increase("", part, ""), Permission.POST),
                Call.of("release", acme -> acme.ledgers().release("", ""), Permission.POST),
                Call.of("release an amount", acme -> acme.ledgers().release("", none, ""), Permission.POST),
                Call.of("release lines", acme -> acme.ledgers().holds().release("", part, ""), Permission.POST),
                Call.of("reverse", acme -> acme.ledgers().reverse("", ""), Permission.REVERSE),
                Call.of(
                        "reverse an amount",
                        acme -> acme.ledgers().reversals().reverse("", none, ""),
                        Permission.REVERSE),
                Call.of("reverse lines", acme -> acme.ledgers().reversals().reverse("", part, ""), Permission.REVERSE),
                Call.of(
                        "correct",
                        acme -> acme.ledgers().reversals().correct("", empty),
                        Permission.REVERSE,
                        Permission.POST),
                Call.of("open", acme -> acme.accounts().open("", Side.DEBIT), Permission.MANAGE_ACCOUNTS),
                Call.of("set a floor", acme -> acme.accounts().setFloor("", none, ""), Permission.CHANGE_LIMITS),
                Call.of("remove a ceiling", acme -> acme.accounts().removeCeiling("", ""), Permission.CHANGE_LIMITS),
                Call.of("freeze", acme -> acme.accounts().freeze("", ""), Permission.MANAGE_ACCOUNTS),
                Call.of("unfreeze", acme -> acme.accounts().unfreeze("", Side.DEBIT, ""), Permission.MANAGE_ACCOUNTS),
                Call.of("close", acme -> acme.accounts().close("", ""), Permission.MANAGE_ACCOUNTS),
                Call.of("reopen", acme -> acme.accounts().reopen("", ""), Permission.MANAGE_ACCOUNTS),
                Call.of("close a period", acme -> acme.periods().close(never, ""), Permission.CLOSE_PERIODS),
                Call.of("reopen a period", acme -> acme.periods().reopen(never, ""), Permission.REOPEN_PERIODS),
                Call.of(
                        "change the rule",
                        acme -> acme.periods().backdating(Backdating.FLAG, ""),
                        Permission.MANAGE_ACCOUNTS),
                Call.of("read balances", acme -> acme.accounts().balances(""), Permission.READ),
                Call.of("read accounts", acme -> acme.accounts().list("", 0), Permission.READ),
                Call.of("read accounts below", acme -> acme.accounts().list("", "", 0), Permission.READ),
                Call.of("roll up", acme -> acme.chart().rollUp(""), Permission.READ),
                Call.of("read levels", acme -> acme.chart().trialBalance(0), Permission.READ),
                Call.of(
                        "roll the past up",
                        acme -> acme.chart()
                                .at(TimeAxis.RECORDED, Instant.EPOCH)
                                .rollUp(""),
                        Permission.READ),
                Call.of(
                        "read levels of the past",
                        acme -> acme.chart()
                                .at(TimeAxis.RECORDED, Instant.EPOCH)
                                .trialBalance(0),
                        Permission.READ),
                Call.of("read the trail", acme -> acme.ledgers().trail("", 0), Permission.READ),
                Call.of("read holds", acme -> acme.ledgers().holds().list("", 0), Permission.READ),
                Call.of("read holds of one", acme -> acme.ledgers().holds().list("", "", 0), Permission.READ),
                Call.of("read captures", acme -> acme.ledgers().holds().captures("", "", 0), Permission.READ),
                Call.of("extend", acme -> acme.ledgers().holds().extend("", Instant.MIN, ""), Permission.POST),
                Call.of("read reversals", acme -> acme.ledgers().reversals().of("", "", 0), Permission.READ),
                Call.of("read a transfer", acme -> acme.transfers().get(""), Permission.READ),
                Call.of("read transfers", acme -> acme.transfers().list(0, 0), Permission.READ),
                Call.of("read a timeline", acme -> acme.evidence().timeline(""), Permission.READ),
                Call.of("read the journal", acme -> acme.journal().after(0, 0), Permission.READ),
                Call.of("follow", acme -> acme.journal().cursor(""), Permission.READ),
                Call.of("prove an event", acme -> acme.journal().inclusionPath(0, 0), Permission.READ),
                Call.of("prove a size", acme -> acme.journal().consistencyPath(0, 0), Permission.READ),
                Call.of(
                        "export a packet",
                        acme -> acme.evidence().packet(""),
                        Permission.READ,
                        Permission.EXPORT_EVIDENCE),
                Call.of(
                        "export no period",
                        acme -> acme.evidence().export(Instant.MAX, Instant.MIN, OutputStream.nullOutputStream()),
                        Permission.READ,
                        Permission.EXPORT_EVIDENCE),
                Call.of("erase", acme -> acme.evidence().eraseCallback(0), Permission.ERASE_CALLBACKS),
                Call.of("set a lane", acme -> acme.reviews().lanes().set(LANE, ""), Permission.MANAGE_LANES),
                Call.of("read lanes", acme -> acme.reviews().lanes().list("", 0), Permission.READ),
                Call.of("read cases", acme -> acme.reviews().list("", 0), Permission.READ),
                Call.of("read cases of a lane", acme -> acme.reviews().ofLane("", "", 0), Permission.READ),
                Call.of("read cases about one", acme -> acme.reviews().ofSubject("", "", 0), Permission.READ),
                Call.of("read notes", acme -> acme.reviews().notes("", 0, 0), Permission.READ),
                Call.of(
                        "open a case",
                        acme -> acme.reviews().open(ReviewDraft.of("lane", "kind", "subject", BASIS), ""),
                        Permission.OPEN_REVIEWS),
                Call.of("resume", acme -> acme.reviews().resume("", "", null, ""), Permission.OPEN_REVIEWS),
                Call.of("claim", acme -> acme.reviews().claim("", ""), Permission.WORK_REVIEWS),
                Call.of("note", acme -> acme.reviews().note("", "", ""), Permission.WORK_REVIEWS),
                Call.of("edit", acme -> acme.reviews().edit("", Map.of("", ""), ""), Permission.WORK_REVIEWS),
                Call.of("assign", acme -> acme.reviews().assign("", ANN, ""), Permission.ASSIGN_REVIEWS),
                Call.of("approve", acme -> acme.reviews().approve("", "", ""), Permission.DECIDE_REVIEWS),
                Call.of("deny", acme -> acme.reviews().deny("", "", ""), Permission.DECIDE_REVIEWS),
                Call.of("erase a note", acme -> acme.reviews().eraseNote(0), Permission.ERASE_NOTES));
    }

    @Test
    void permissionIsAskedForBeforeTheInputIsLookedAt() {
        for (Call call : all(invalidCalls(), PolicyCalls.invalid())) {
            for (Permission missing : call.needs()) {
                requireDenied(call, missing);
            }
            assertThatThrownBy(() -> call.run().accept(as(call.needs())))
                    .as("%s is invalid", call.name())
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isNotEqualTo(ErrorCode.PERMISSION_DENIED));
        }
        for (String id : List.of("", "zentra")) {
            assertThatThrownBy(() -> zentra.createTenant(id, TenantConfig.standard(), Actor.user("u-1")))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        }
    }

    private static List<Call> all(List<Call> some, List<Call> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private void requireDenied(Call call, Permission missing) {
        Set<Permission> all = new HashSet<>(constants());
        all.remove(Permission.ALL);
        all.remove(missing);
        assertThatThrownBy(() -> call.run().accept(as(all)))
                .as("%s without %s", call.name(), missing)
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
                    assertThat(e.details()).containsEntry("permission", missing.name());
                });
    }

    @Test
    void thePageNamesEveryPermission() throws IOException {
        List<String> named = Pattern.compile("(?m)^\\| `([a-z.*]+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        constants().stream().map(Permission::name).toList());
    }

    /** Other refusals are no matter of permission. */
    private void attempt(Call call, Set<Permission> granted) {
        try {
            call.run().accept(as(granted));
        } catch (ZentraException refused) {
            assertThat(refused.code()).as(call.name() + ": " + refused).isNotEqualTo(ErrorCode.PERMISSION_DENIED);
        }
    }

    private Workspace as(Set<Permission> granted) {
        return zentra.tenant("acme").as(Actor.user("u-1", granted.toArray(new Permission[0])));
    }

    private static List<Permission> constants() {
        Stream<Object> constants = Arrays.stream(Permission.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(field -> {
                    try {
                        return field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
        return constants.map(Permission.class::cast).toList();
    }

    private static InputStream none() {
        return InputStream.nullInputStream();
    }

    private static TransferRequest request(String key) {
        return TransferRequest.builder()
                .from("a")
                .to("b")
                .amount(ONE)
                .idempotencyKey(key)
                .build();
    }

    private static PaymentRequest payment(String key) {
        return PaymentRequest.of("a", "b", ONE, key);
    }
}
