package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.ExportFile;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.operations.FindingCode;
import io.zentra.runtime.operations.Milestone;
import io.zentra.runtime.operations.Moment;
import io.zentra.runtime.operations.Stage;
import io.zentra.runtime.operations.Story;
import io.zentra.runtime.operations.StuckWork;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentPage;
import io.zentra.runtime.payment.PaymentSearch;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.NewEndpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happened to a payment can be shown, told, found, and is missed when it is late. */
public abstract class PaymentEvidenceContract extends PaymentDesk {
    private static final Actor AUDITOR = Actor.user("audrey", Permission.READ, Permission.EXPORT_EVIDENCE);
    private static final String NOTE = "Called the customer: it was her.";

    private final SandboxReceiver receiver = SandboxReceiver.create();

    /** For subclasses. */
    protected PaymentEvidenceContract() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        builder.deliveries(DeliveryDesk.settings(DeliveryDesk.keys(), receiver).build());
    }

    /** Reviewed with a note, held, captured, disputed in part, and told to an endpoint. */
    private Payment disputed() {
        publish(limiting("payment"));
        acme().endpoints()
                .register(NewEndpoint.of("https://" + EvidenceDesk.HOST + "/zentra", "payment.*"), newKey())
                .orElseThrow();
        Payment waiting = acme().payments()
                .authorize(request(8_000, "order-17").scope("reviewed"))
                .orElseThrow();
        by(TREASURER).reviews().note(caseOf(waiting).id(), NOTE, newKey()).orElseThrow();
        approve(caseOf(waiting));
        acme().payments().captureFinal(waiting.id(), usd(7_000), newKey()).orElseThrow();
        Payment disputed = by(OPERATOR)
                .payments()
                .chargeBack(waiting.id(), usd(2_000), "10.4 fraud", newKey())
                .orElseThrow();
        for (int i = 0; i < 3; i++) {
            zentra().runDueWork();
            clock().advance(Duration.ofMinutes(5));
        }
        return disputed;
    }

    private AuditPacket packet(String id) {
        return by(AUDITOR).evidence().packet(id);
    }

    private PacketVerifier verifier() {
        return PacketVerifier.trusting(acme().journal().verifyingKey());
    }

    @Test
    void aPacketTellsOfAllThatHappenedToAPayment() {
        Payment disputed = disputed();
        AuditPacket packet = packet(disputed.id());
        PacketVerdict verdict = verifier().verify(packet).orElseThrow();

        assertThat(verdict.correlation()).isEqualTo(disputed.id());
        assertThat(verdict.status()).isEqualTo("charged_back");
        assertThat(verdict.withheld()).isEmpty();
        PacketRule.checkAll(packet);
        String text = new String(packet.json(), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("\\\"request\\\":{\\\"amount_minor\\\":8000", "\\\"scope\\\":\\\"reviewed\\\"")
                .contains("\"payment\":{\"amount_minor\":8000,\"authorized_minor\":8000,\"captured_minor\":7000,"
                        + "\"charged_back_minor\":2000,\"currency\":\"USD\"")
                .contains("\"text\":\"" + NOTE + "\"", "\"outcome\":\"delivered\",\"status\":200");
        for (String type : List.of(
                "policy.review",
                "review.opened",
                "review.noted",
                "review.closed",
                "hold.placed",
                "payment.authorized",
                "ledger.entry.created",
                "payment.captured",
                "payment.charged_back")) {
            assertThat(text).contains("\\\"type\\\":\\\"" + type + "\\\"");
        }
        assertThat(packet(disputed.id()).json()).as("the same history").isEqualTo(packet.json());
        assertThat(packet(disputed.postingIds().get(0)).json())
                .as("whatever of it somebody holds in hands")
                .isEqualTo(packet.json());
        AuditPacket outside = packet.redacted(PacketPart.values());
        assertThat(verifier().verify(outside).orElseThrow().withheld()).isNotEmpty();
    }

    @Test
    void anExportHasThePacketOfEachPayment() throws IOException {
        Payment disputed = disputed();
        Payment onCard = card(100);
        clock().advance(Duration.ofMinutes(1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        by(AUDITOR).evidence().export(Instant.EPOCH, clock().instant(), out);
        assertThat(ExportFile.trusting(acme().journal().verifyingKey())
                        .verify(new ByteArrayInputStream(out.toByteArray()))
                        .faults())
                .isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"correlation\":\"" + disputed.id() + "\"", "\"correlation\":\"" + onCard.id() + "\"");
    }

    @Test
    void tellsWhatIsUnknown() {
        EvidenceContract.refuses(ErrorCode.UNKNOWN_PAYMENT, () -> packet("pm_none"));
    }

    @Test
    void tellsAPaymentFromItsRequestToItsEvidence() {
        Payment disputed = disputed();
        acme().journal().checkpoint();
        Story story = story(disputed.id());

        assertThat(story.milestones())
                .extracting(Milestone::stage, Milestone::state, Milestone::event)
                .containsExactly(
                        tuple(Stage.ACCEPTED, "no ledger state yet", "policy.review"),
                        tuple(Stage.CONTROLLED, "scope validated", "policy.review"),
                        tuple(Stage.LEDGERED, "minor-unit entries", "hold.placed"),
                        tuple(Stage.EVIDENCED, "state reconciled", "payment.charged_back"));
        assertThat(story.moments())
                .extracting(Moment::sentence)
                .contains(
                        "A payment of 80.00 USD from customer:42 to merchant:7 waits for persons: policy: treasury.",
                        "It was authorized: 80.00 USD are set aside.",
                        "70.00 USD went to the destination, and the rest was given back; it is captured.",
                        "20.00 USD are disputed, and back at the source: 10.4 fraud.");
        assertThat(story(disputed.postingIds().get(0))).isEqualTo(story);
        Payment open = authorized(5);
        acme().journal().checkpoint();
        assertThat(story(open.id()).stage()).as("something is held").isEqualTo(Stage.LEDGERED);
    }

    private Story story(String id) {
        return acme().operations().timeline(id).orElseThrow();
    }

    /** One whose time is over and of which nobody has told it yet is late work, until it is done. */
    @Test
    void missesAnExpiryThatIsLate() {
        Payment late = card(500);
        clock().advance(WEEK.plus(Duration.ofMinutes(3)));

        assertThat(lateExpiries()).singleElement().satisfies(stuck -> {
            assertThat(stuck.stage()).isEqualTo(Stage.LEDGERED);
            assertThat(stuck.work().subject()).isEqualTo(late.id());
            assertThat(stuck.age(clock().instant())).isEqualTo(Duration.ofMinutes(3));
        });
        assertThat(acme().operations().doctor().findings())
                .filteredOn(finding -> finding.code() == FindingCode.WORK_LATE)
                .anySatisfy(finding -> assertThat(finding.what()).contains("payment.expire", late.id()));
        zentra().runDueWork();
        assertThat(lateExpiries()).isEmpty();
        assertThat(acme().cards().get(late.id()).status()).isEqualTo(PaymentStatus.EXPIRED);
    }

    private List<StuckWork> lateExpiries() {
        return acme().operations().snapshot().stuck().stream()
                .filter(stuck -> stuck.work().kind().equals("payment.expire"))
                .toList();
    }

    @Test
    void findsPaymentsByStateAccountTimeAndKey() {
        Payment first = captured(100);
        clock().advance(Duration.ofHours(1));
        Instant later = clock().instant();
        Payment open = authorized(200);
        Payment onCard = card(300);
        Payment last = captured(400);

        assertThat(found(PaymentSearch.all())).containsExactly(first, open, last);
        assertThat(found(PaymentSearch.all().status(PaymentStatus.CAPTURED))).containsExactly(first, last);
        assertThat(found(PaymentSearch.all()
                        .source(CUSTOMER)
                        .destination(MERCHANT)
                        .from(later)))
                .containsExactly(open, last);
        assertThat(found(PaymentSearch.all().to(later))).containsExactly(first);
        assertThat(found(PaymentSearch.all().source(OTHER))).isEmpty();
        PaymentPage page = acme().payments()
                .search(PaymentSearch.all().status(PaymentStatus.CAPTURED).limit(1));
        assertThat(page.payments()).containsExactly(first);
        assertThat(found(PaymentSearch.all().after(page.next()))).containsExactly(open, last);
        assertThat(acme().cards().search(PaymentSearch.all()).payments()).containsExactly(onCard);

        String key = acme().journal().timeline(onCard.id()).stream()
                .map(Event::key)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
        assertThat(acme().cards().ofKey(key)).hasValue(onCard);
        assertThat(acme().payments().ofKey(key)).isEmpty();
        assertThat(acme().payments().ofKey("never")).isEmpty();
        Payment forced =
                by(OPERATOR).cards().force(request(7, "forced"), "in the file").orElseThrow();
        assertThat(acme().cards().ofKey("forced")).hasValue(forced);
        assertThat(acme().cards().ofKey("never")).isEmpty();
    }

    private List<Payment> found(PaymentSearch search) {
        return acme().payments().search(search).payments();
    }
}
