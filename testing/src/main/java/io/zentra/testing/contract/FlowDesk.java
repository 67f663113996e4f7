package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.ledger.Account;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.OpeningHours;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SandboxRail;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Rails with accounts of their own, and runtimes that are built anew on the same database with other settings. */
abstract class FlowDesk extends PolicyDesk {
    static final String FIRST = "rail_first";
    static final String SECOND = "rail_second";

    /** Opens on workdays at noon; today is a Saturday. */
    static final String NIGHT = "rail_night";

    /** Settles later. */
    static final String LATER = "rail_later";

    static final FlowAccounts FIRST_FLOW = flow("first");
    static final FlowAccounts SECOND_FLOW = flow("second");
    static final long AMOUNT = 125_000;
    static final long FUNDS = 1_000_000;
    static final Actor OPERATOR = Actor.operator("olga", Permission.READ, Permission.OPERATE_TRANSFERS);

    private static final RailCapabilities AT_NIGHT = RailCapabilities.builder()
            .hours(OpeningHours.builder(ZoneOffset.UTC)
                    .onWorkdays(LocalTime.NOON, LocalTime.of(18, 0))
                    .build())
            .build();

    private final Map<String, Bank> banks = new LinkedHashMap<>();
    private final Map<String, RailSettings> settings = new LinkedHashMap<>();
    private final List<ZentraRuntime> built = new ArrayList<>();

    FlowDesk() {
        banks.put(FIRST, new Bank(SandboxRail.create(), RailCapabilities.any()));
        banks.put(SECOND, new Bank(SandboxRail.create(), RailCapabilities.any()));
        banks.put(NIGHT, new Bank(SandboxRail.create(), AT_NIGHT));
        banks.put(
                LATER,
                new Bank(
                        SandboxRail.create(),
                        RailCapabilities.builder().settles(Settles.LATER).build()));
    }

    /** A scripted rail that says what it can take. */
    private record Bank(SandboxRail rail, RailCapabilities capabilities) implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return rail.submit(request);
        }

        @Override
        public RailOutcome query(String reference) {
            return rail.query(reference);
        }
    }

    /** Accounts whose names begin alike. */
    static FlowAccounts flow(String name) {
        return new FlowAccounts(name + ":reserved", name + ":settlement", name + ":payout");
    }

    /** Settings with accounts. */
    static RailSettings with(FlowAccounts accounts) {
        return RailSettings.builder().accounts(accounts).build();
    }

    /** The same of a rail that pays out. */
    static RailSettings paying(FlowAccounts accounts) {
        return RailSettings.builder().accounts(accounts).paysOut().build();
    }

    @Override
    final void configure(ZentraRuntime.Builder builder) {
        banks.forEach((name, bank) -> builder.rail(name, bank, settings.getOrDefault(name, RailSettings.standard()))
                .callbacks(name, bank.rail().scheme()));
    }

    /** Builds the runtime anew, in which a rail has other settings. */
    final void use(String rail, RailSettings changed) {
        settings.put(rail, changed);
        built.add(runtime(RandomSource.seeded(100 + built.size())));
    }

    /** The same, and opens the accounts that it has. */
    final void open(String rail, RailSettings changed) {
        use(rail, changed);
        now().transfers().openFlowAccounts(USD);
    }

    @BeforeEach
    final void setLane() {
        now().transfers().openFlowAccounts(USD);
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of("transfers", TREASURER), newKey())
                .orElseThrow();
    }

    /** Money is neither made nor lost, and lies in no settlement; every packet verifies. */
    @AfterEach
    final void requireNothingLost() {
        try {
            PacketVerifier verifier = PacketVerifier.trusting(acme().journal().verifyingKey());
            for (Transfer each : acme().transfers().list(0, 1_000)) {
                verifier.verify(acme().evidence().packet(each.id())).orElseThrow();
            }
            Map<String, Long> balances = acme().accounts().list("", 1_000).stream()
                    .map(Account::id)
                    .filter(id -> !id.equals(BANK))
                    .collect(Collectors.toMap(id -> id, this::posted));
            assertThat(balances.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(posted(BANK))
                    .isEqualTo(2 * FUNDS);
            assertThat(balances)
                    .allSatisfy((id, minor) -> assertThat(id.contains("settlement") ? minor : 0)
                            .as(id)
                            .isZero());
            assertThat(acme().ledgers().trialBalance().isZero()).isTrue();
        } finally {
            built.forEach(ZentraRuntime::close);
        }
    }

    /** The runtime that was built last. */
    final ZentraRuntime latest() {
        return built.isEmpty() ? zentra() : built.get(built.size() - 1);
    }

    final Workspace now() {
        return now(Actor.service("svc_edge"));
    }

    final Workspace now(Actor actor) {
        return latest().tenant("acme").as(actor);
    }

    final SandboxRail bank(String rail) {
        return Objects.requireNonNull(banks.get(rail)).rail();
    }

    static TransferRequest.Builder request(String key) {
        return request(MERCHANT, key);
    }

    static TransferRequest.Builder request(String destination, String key) {
        return TransferRequest.builder()
                .from(CUSTOMER)
                .to(destination)
                .amount(usd(AMOUNT))
                .idempotencyKey(key);
    }

    /** A transfer that has been sent over a rail, and that no other gets. */
    final Transfer sentOver(String rail) {
        Transfer transfer =
                now().transfers().create(request(newKey()).rail(rail).build()).orElseThrow();
        latest().runDueWork();
        return now(transfer);
    }

    /** A transfer that any rail may get, sent as far as that goes. */
    final Transfer sent() {
        Transfer transfer = now().transfers().create(request(newKey()).build()).orElseThrow();
        latest().runDueWork();
        return now(transfer);
    }

    final Transfer settledOver(String rail) {
        Transfer transfer = sentOver(rail);
        success(transfer);
        return now(transfer, TransferStatus.SETTLED);
    }

    final CallbackOutcome success(Transfer transfer) {
        String rail = Objects.requireNonNull(transfer.rail());
        return take(rail, bank(rail).success(transfer.attemptId(), clock().instant()));
    }

    final CallbackOutcome failure(Transfer transfer) {
        String rail = Objects.requireNonNull(transfer.rail());
        return take(rail, bank(rail).failure(transfer.attemptId(), "closed", clock().instant()));
    }

    final CallbackOutcome take(String rail, SandboxRail.Message message) {
        return latest().callbacks(rail).accept(message.headers(), message.body());
    }

    final Transfer now(Transfer before) {
        return acme().transfers().get(before.id());
    }

    final Transfer now(Transfer before, TransferStatus expected) {
        Transfer now = now(before);
        assertThat(now.status()).as("%s", now).isEqualTo(expected);
        return now;
    }

    /** Approves what a transfer waits for, and lets it go on. */
    final void approve(Transfer transfer) {
        approve(transfer, latest());
    }

    /** The same by a runtime of several. */
    final void approve(Transfer transfer, ZentraRuntime by) {
        String id = Objects.requireNonNull(now(transfer).caseId(), "it waits for a case");
        ReviewCase seen = acme().reviews().find(id).orElseThrow();
        by(TREASURER).reviews().approve(id, seen.decision(), newKey()).orElseThrow();
        by.runDueWork();
    }

    /** The postings of a transfer in their order, as {@code -customer:42 +reserved:usd}. */
    final List<String> legs(Transfer transfer) {
        return acme().evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals(LedgerWork.eventType()))
                .map(LedgerWork::posting)
                .map(FlowDesk::told)
                .toList();
    }

    private static String told(Posting posting) {
        return posting.entries().stream().map(FlowDesk::told).collect(Collectors.joining(" "));
    }

    private static String told(Entry entry) {
        return (entry.side() == Side.CREDIT ? "+" : "-") + entry.account();
    }

    /** What each account has, of these. */
    final List<Long> posted(String... accounts) {
        return List.of(accounts).stream().map(this::posted).toList();
    }
}
