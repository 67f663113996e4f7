package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.ArchiveFile;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Part;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import io.zentra.runtime.Ruling;
import io.zentra.testing.fault.MemoryVault;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions of policies and people in a journal whose old events are archived: what counts or waits goes on. */
public abstract class ArchivedDecisionContract extends PolicyDesk {
    private static final String GIFT = "gift";

    private final MemoryVault vault = new MemoryVault();
    private Ruling.Posted paid;
    private Ruling.Held held;
    private Ruling.Held uncounted;
    private Ruling.InReview waiting;

    /** For subclasses. */
    protected ArchivedDecisionContract() {}

    @Override
    final Verification verifyAll() {
        return acme().verify(VerificationPlan.full().readingArchives(vault));
    }

    @BeforeEach
    void decideAndGrowOld() {
        publish(Policy.named(PAYOUT)
                .limit("weekly", Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofDays(7))), 1_000)
                .review("treasury", Condition.amountOver(usd(300)))
                .build());
        publish(Policy.named(GIFT)
                .deny("too_much", Condition.amountOver(usd(50)))
                .build());
        paid = posted(pay(200));
        waiting = inReview(pay(301));
        held = (Ruling.Held) acme().controlled()
                .hold(
                        proposal(CUSTOMER, 300),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(300), newKey()),
                        clock().instant().plus(Duration.ofDays(30)))
                .orElseThrow();
        uncounted = (Ruling.Held) acme().controlled()
                .hold(
                        Proposal.of(GIFT, usd(7)).from(CUSTOMER, Map.of()).to(MERCHANT, Map.of()),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(7), newKey()),
                        clock().instant().plus(Duration.ofDays(30)))
                .orElseThrow();
        acme().ledgers()
                .postAll(IntStream.range(0, 2 * Retention.LEAST_EVENTS)
                        .mapToObj(i -> PostingRequest.of(BANK, OTHER, usd(1), "k" + i))
                        .toList());
    }

    /** What waits for a person is read again from the event of its decision, which stays. */
    @Test
    void anApprovedOperationGoesOn() {
        archive();
        assertThat(posted(MERCHANT)).isEqualTo(200);
        ReviewCase review = by(TREASURER).reviews().find(waiting.caseId()).orElseThrow();
        by(TREASURER).reviews().claim(review.id(), newKey()).orElseThrow();
        by(TREASURER)
                .reviews()
                .approve(review.id(), review.decision(), newKey())
                .orElseThrow();
        zentra().runDueWork();

        assertThat(posted(MERCHANT)).isEqualTo(200 + 301);
    }

    @Test
    void whatIsLetGoOfIsGivenBack() {
        archive();
        denied(pay(501));
        acme().ledgers()
                .holds()
                .captureFinal(held.hold().id(), usd(100), newKey())
                .orElseThrow();
        denied(pay(701));
        inReview(pay(700));
    }

    /** What windows are folded from stays of a decision; facts, rules and request leave, and it is made again from its archive. */
    @Test
    void aDecisionThatCountsLeavesAndIsMadeAgainFromItsArchive() throws IOException {
        ArchivedRange range = archive();
        assertArchived(range, () -> acme().policies().replay(paid.decision().id()));

        Event event = archived(range, paid.decision().eventSeq());
        assertThat(acme().policies().replay(event)).isEqualTo(paid.decision());
        assertThatThrownBy(() -> acme().policies().replay(archived(range, 1)))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_DECISION));
    }

    private Event archived(ArchivedRange range, long seq) throws IOException {
        List<Event> events = new ArrayList<>();
        try (InputStream in = vault.open(range.name()).orElseThrow()) {
            ArchiveFile.trusting(acme().journal().verifyingKey()).read(in, events::add);
        }
        return events.get((int) (seq - range.first()));
    }

    /** Its decision lies in an archive, and reserved nothing that could be given back. */
    @Test
    void aHoldIsLetGoOfWhoseDecisionLiesInAnArchive() {
        ArchivedRange range = archive();
        assertArchived(
                range, () -> acme().policies().replay(uncounted.decision().id()));

        Hold released =
                acme().ledgers().release(uncounted.hold().id(), newKey()).orElseThrow();
        assertThat(released.isOpen()).isFalse();
        assertThat(posted(MERCHANT)).isEqualTo(200);
    }

    /** What an open case is about is read from the events of its range, which stay; the case goes on. */
    @Test
    void anOpenCaseKeepsWhatItIsAbout() {
        String asked = acme().reviews()
                .open(about(uncounted.decision().id()), newKey())
                .orElseThrow()
                .id();
        ArchivedRange range = archive();

        assertArchived(range, () -> acme().policies().replay(paid.decision().id()));
        assertThat(acme().policies().replay(waiting.decision().id())).isEqualTo(waiting.decision());
        assertThat(acme().policies().replay(uncounted.decision().id())).isEqualTo(uncounted.decision());
        ReviewCase open = by(TREASURER).reviews().find(asked).orElseThrow();
        assertThat(open.status()).isEqualTo(ReviewStatus.OPEN);
        by(TREASURER).reviews().note(asked, "still asked", newKey()).orElseThrow();
        by(TREASURER).reviews().approve(asked, open.decision(), newKey()).orElseThrow();
        assertThat(by(TREASURER).reviews().find(asked).orElseThrow().status()).isEqualTo(ReviewStatus.APPROVED);
    }

    /** Between the verification and the commit of an archive others go on: what they come to need stays as well. */
    @Test
    void whatACaseIsAboutStaysWhenItIsOpenedMeanwhile() {
        grow();
        String decision = uncounted.decision().id();
        Vault slow = meanwhile(
                vault, () -> acme().reviews().open(about(decision), newKey()).orElseThrow());
        assertThat(acme().archive(retention(), slow)).isPresent();

        assertThat(acme().policies().replay(decision)).isEqualTo(uncounted.decision());
    }

    private static ReviewDraft about(String decision) {
        return new ReviewDraft("treasury", "question", decision, "0".repeat(64), null, Map.of(), List.of(), null);
    }

    /** Something happens once an archive is written, and not yet read again. */
    static Vault meanwhile(Vault vault, Runnable happens) {
        return new Vault() {
            @Override
            public void keep(String name, Content content) throws IOException {
                vault.keep(name, content);
                happens.run();
            }

            @Override
            public Optional<InputStream> open(String name) throws IOException {
                return vault.open(name);
            }
        };
    }

    /** The whole is read with the archives; a verification that goes on reads entries, and takes the decision for given. */
    @Test
    void verifiesWhatWasReversedOfAnArchivedPosting() {
        MemoryVault records = new MemoryVault();
        VerificationPlan nightly = VerificationPlan.full().goingOnFrom(records);
        acme().ledgers().prepareSearch();
        acme().operations().prepareSearch();
        acme().verify(nightly).requireSound();
        acme().ledgers()
                .reversals()
                .reverse(paid.posting().id(), Part.of(usd(50)), newKey())
                .orElseThrow();
        records.fix();
        archive();

        assertThat(acme().verify(nightly).faults()).isEmpty();
        assertThat(acme().verify(nightly.readingArchives(vault)).faults()).isEmpty();
        assertThat(StorageContract.code(
                        acme().ledgers().reversals().reverse(paid.posting().id(), Part.of(usd(50)), newKey())))
                .isEqualTo(ErrorCode.EVENT_ARCHIVED);
    }

    /** Policies and their trials, windows and cases go on from a record of before the archive, which is not needed. */
    @Test
    void verifiesWhatIsNewWithoutTheArchive() {
        VerificationPlan nightly = VerificationPlan.full().goingOnFrom(new MemoryVault());
        grow();
        assertThat(acme().archive(retention().verifiedBy(nightly), vault)).isPresent();
        denied(pay(900));
        posted(pay(20));

        assertThat(acme().verify(nightly).requireSound().read()).isLessThan(20);
    }

    private ArchivedRange archive() {
        grow();
        return acme().archive(retention(), vault).orElseThrow();
    }

    private void grow() {
        clock().advance(Duration.ofDays(3));
        acme().ledgers().post(BANK, OTHER, usd(1), newKey()).orElseThrow();
    }

    private Retention retention() {
        return Retention.before(clock().instant().minus(Duration.ofDays(2)));
    }

    private static void assertArchived(ArchivedRange range, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZentraException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.EVENT_ARCHIVED);
            assertThat(refusal.details()).containsEntry("archive", range.name());
        });
    }
}
