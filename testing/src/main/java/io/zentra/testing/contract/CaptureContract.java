package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Holds;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a hold to the postings that captured it. */
public abstract class CaptureContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";

    /** For subclasses. */
    protected CaptureContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        fund(1_000);
    }

    /** A card is charged for each parcel: support has the authorization, and asks which charges it became. */
    @Test
    void leadsFromAHoldToItsCapturesWithoutACorrelation() {
        Hold hold = hold(600, "hold");
        Hold other = hold(100, "other");
        Posting first = capture(hold, 100, "first");
        capture(other, 50, "of-the-other");
        Posting second = capture(hold, 200, "second");
        holds().release(hold.id(), Part.of(usd(50)), "released").orElseThrow();
        Posting last = holds().captureFinal(hold.id(), usd(150), "last").orElseThrow();

        assertThat(holds().find(hold.id()).orElseThrow().isOpen()).isFalse();
        assertThat(holds().captures(hold.id(), "", 10)).containsExactly(first, second, last);
        assertThat(holds().captures(hold.id(), "", 2)).containsExactly(first, second);
        assertThat(holds().captures(hold.id(), second.id(), 2)).containsExactly(last);
        assertThat(holds().captures(hold.id(), last.id(), 2)).isEmpty();
    }

    /** A page goes on behind the last posting of the one before, whatever was captured meanwhile. */
    @Test
    void pagesStayAsTheyWereWhileMoreIsCaptured() {
        Hold hold = hold(600, "hold");
        Posting first = capture(hold, 1, "first");
        List<Posting> page = holds().captures(hold.id(), "", 1);
        Posting second = capture(hold, 2, "second");

        assertThat(page).containsExactly(first);
        assertThat(holds().captures(hold.id(), first.id(), 1)).containsExactly(second);
        assertThat(holds().captures(hold.id(), "", 1)).isEqualTo(page);
    }

    /** What was refused, came again or was reversed is no capture more or less. */
    @Test
    void hasEachCaptureOnce() {
        Hold hold = hold(600, "hold");
        assertThat(holds().captures(hold.id(), "", 10)).isEmpty();
        Posting capture = capture(hold, 100, "first");
        assertThat(capture(hold, 100, "first")).isEqualTo(capture);
        assertThat(code(acme().ledgers().capture(hold.id(), usd(501), "too-much")))
                .isEqualTo(ErrorCode.HOLD_EXCEEDED);
        acme().ledgers().reverse(capture.id(), "undo").orElseThrow();
        acme().ledgers().release(hold.id(), "release").orElseThrow();

        assertThat(holds().captures(hold.id(), "", 10)).containsExactly(capture);
    }

    @Test
    void refusesWhatIsNoHoldOfTheTenant() {
        Hold hold = hold(600, "hold");
        Posting capture = capture(hold, 100, "first");
        refuses(ErrorCode.UNKNOWN_HOLD, () -> holds().captures("ho_nobody", "", 10));
        refuses(ErrorCode.UNKNOWN_HOLD, () -> holds().captures(capture.id(), "", 10));
        refuses(ErrorCode.UNKNOWN_POSTING, () -> holds().captures(hold.id(), hold.id(), 10));
        refuses(ErrorCode.INVALID_CONFIGURATION, () -> holds().captures(hold.id(), "", 0));
        ZentraLedger.Book blind = ledger().tenant("acme").as(Actor.user("u-1", Permission.POST));
        refuses(ErrorCode.PERMISSION_DENIED, () -> blind.ledgers().holds().captures(hold.id(), "", 10));
    }

    @Test
    void noTenantSeesTheCapturesOfAnother() {
        Hold hold = hold(600, "hold");
        capture(hold, 100, "first");
        ledger().createTenant("globex", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book globex = ledger().tenant("globex").as(Actor.service("svc_edge"));
        globex.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());

        refuses(ErrorCode.UNKNOWN_HOLD, () -> globex.ledgers().holds().captures(hold.id(), "", 10));
    }

    private Hold hold(long minor, String key) {
        return acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key))
                .orElseThrow();
    }

    private Posting capture(Hold hold, long minor, String key) {
        return acme().ledgers().capture(hold.id(), usd(minor), key).orElseThrow();
    }

    private Holds holds() {
        return acme().ledgers().holds();
    }

    private static void refuses(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call).code()).isEqualTo(code);
    }
}
