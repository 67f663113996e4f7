package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Sha256;
import io.zentra.core.money.Money;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewNote;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/reviews.md, as they stand there. */
class ReviewsGuideTest {
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final ZentraLedger ledger =
            ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory()).withClock(clock));
    private final Actor ann = reviewer("ann");
    private final Actor bob = reviewer("bob");
    private final Actor cleo = reviewer("cleo");
    private final String basis = Sha256.hex("{\"payout\":31}".getBytes(StandardCharsets.UTF_8));
    private ZentraLedger.Book acme;
    private ZentraLedger.Book lead;
    private ZentraLedger.Book hers;
    private ZentraLedger.Book his;

    private static Actor reviewer(String id) {
        return Actor.operator(id, Permission.READ, Permission.WORK_REVIEWS, Permission.DECIDE_REVIEWS);
    }

    @BeforeEach
    void setBoard() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        lead = ledger.tenant("acme").as(Actor.operator("lead", Permission.MANAGE_LANES, Permission.ASSIGN_REVIEWS));
        hers = ledger.tenant("acme").as(ann);
        his = ledger.tenant("acme").as(bob);
        lead.reviews()
                .lanes()
                .set(ReviewLane.of("board", reviewer("dora")), "board-1")
                .orElseThrow();
    }

    @AfterEach
    void verify() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void aPayoutThatTwoMustApprove() {
        setTreasury();
        ReviewCase opened = acme.reviews()
                .open(
                        ReviewDraft.of("treasury", "payout", "payout-31", basis)
                                .amount(usd("25000.00"))
                                .detail("iban_country", "DE")
                                .madeBy(Actor.user("u-17")),
                        "review-payout-31")
                .orElseThrow();
        opened.owner(); // operator:ann, whose turn it was
        opened.place().required(); // 2

        assertThat(opened.owner()).contains("operator:ann");
        assertThat(opened.place().required()).isEqualTo(2);
        String id = opened.id();
        work(id);
        approve(id);
        Resumption answer = acme.reviews()
                .resume(id, basis, usd("25000.00"), "payout-31-goes-on")
                .orElseThrow();
        if (answer == Resumption.GRANTED) {
            // pay
        }
        assertThat(answer).isEqualTo(Resumption.GRANTED);
    }

    private void setTreasury() {
        lead.reviews()
                .lanes()
                .set(
                        ReviewLane.of("treasury", ann, bob, cleo) // who may approve
                                .withRota(ann, bob) // who gets cases in turn
                                .withApprovals(2)
                                .withBand(usd("10000.00"), 1) // up to this, one is enough
                                .withDueIn(Duration.ofHours(4))
                                .withApprovalsLast(Duration.ofHours(2))
                                .withEscalation("board"),
                        "treasury-1")
                .orElseThrow();
    }

    private void work(String id) {
        hers.reviews().claim(id, "ann-claims").orElseThrow();
        long note = hers.reviews().note(id, "Called Mr Miller.", "ann-notes").orElseThrow();
        hers.reviews().edit(id, Map.of("iban_country", "AT"), "ann-edits").orElseThrow();
        hers.reviews().release(id, "ann-releases").orElseThrow();
        lead.reviews().assign(id, cleo, "lead-assigns").orElseThrow();
        lead.reviews().assignByRota(id, "lead-assigns-next").orElseThrow();

        assertThat(acme.reviews().find(id).orElseThrow().owner()).contains("operator:bob");
        assertThat(acme.reviews().eraseNote(note)).isTrue();
        assertThat(acme.reviews().notes(id, 0, 10)).extracting(ReviewNote::text).containsOnlyNulls();
        his.reviews().edit(id, Map.of("iban_country", "DE"), "bob-edits").orElseThrow();
        ledger.tenant("acme")
                .as(cleo)
                .reviews()
                .edit(id, Map.of(), "cleo-edits")
                .orElseThrow();
    }

    private void approve(String id) {
        ReviewCase seen = hers.reviews().find(id).orElseThrow();
        hers.reviews().approve(id, seen.decision(), "ann-approves").orElseThrow(); // still open: it takes two
        his.reviews().approve(id, seen.decision(), "bob-approves").orElseThrow(); // approved

        assertThat(seen.status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(acme.reviews().find(id).orElseThrow().status()).isEqualTo(ReviewStatus.APPROVED);
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
