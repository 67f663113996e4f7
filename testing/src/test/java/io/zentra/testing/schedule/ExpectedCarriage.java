package io.zentra.testing.schedule;

import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.RailPaymentScene.Bank;
import io.zentra.testing.schedule.Scene.News;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What must become of a transfer that carries a capture or a refund, told naively from the words that came about it. */
final class ExpectedCarriage {
    /** Where its money is. */
    enum Place {
        ON_ITS_WAY,
        THERE,
        AT_ITS_SOURCE
    }

    private static final Set<News> PAID = EnumSet.of(News.SUCCESS, News.SETTLEMENT);
    private static final Set<TransferStatus> OUT =
            EnumSet.of(TransferStatus.PROCESSING, TransferStatus.POSTED, TransferStatus.SETTLED);

    private final boolean isRefund;
    private final long minor;
    private final Settles settles;
    private final Set<News> agreeing = EnumSet.noneOf(News.class);
    private final List<Object> deciding = new ArrayList<>();
    private TransferStatus status = TransferStatus.PROCESSING;
    private TransferStatus before = TransferStatus.PROCESSING;
    private News known = News.NOTHING;
    private News contradicting = News.NOTHING;
    private boolean isSent;
    private boolean isDue = true;
    private long back;

    ExpectedCarriage(boolean isRefund, long minor, Settles settles) {
        this.isRefund = isRefund;
        this.minor = minor;
        this.settles = settles;
    }

    boolean isRefund() {
        return isRefund;
    }

    long minor() {
        return minor;
    }

    TransferStatus status() {
        return status;
    }

    /** What of it was given back since it arrived. */
    long back() {
        return back;
    }

    Place place() {
        return switch (known()) {
            case PROCESSING, POSTED -> Place.ON_ITS_WAY;
            case SETTLED -> Place.THERE;
            default -> Place.AT_ITS_SOURCE;
        };
    }

    /** Whether the rail has moved it, and not settled it. */
    boolean isPosted() {
        return known() == TransferStatus.POSTED;
    }

    /** The state, or that before it was contradicted. */
    private TransferStatus known() {
        return status == TransferStatus.CONTRADICTED ? before : status;
    }

    /** What was said of it: what agrees in any order, and what came of contradictions as it came. */
    String story() {
        return (isRefund ? "refund of " : "capture of ") + minor + " " + agreeing + deciding;
    }

    /** What is due is due once, until time passes. */
    void timePasses() {
        isDue = true;
    }

    /** What due work hears: it sends what was not sent, and asks about what is under way. */
    News work(Bank bank) {
        if (!isDue || status != TransferStatus.PROCESSING) {
            return News.NOTHING;
        }
        News said = isSent ? bank.answered() : bank.said();
        isDue = false;
        isSent = true;
        return said;
    }

    void hear(News news) {
        if (news == News.NOTHING) {
            return;
        }
        if (deciding.isEmpty() && !contradicts(news)) {
            agreeing.add(news);
        } else {
            deciding.add(news);
        }
        if (contradicts(news)) {
            before = known();
            status = TransferStatus.CONTRADICTED;
            contradicting = news;
        } else if (!isOld(news)) {
            known = news;
            become(after(news));
        }
    }

    private boolean contradicts(News news) {
        if (isOld(news)) {
            return false;
        }
        boolean isPaid = PAID.contains(known);
        return switch (news) {
            case SUCCESS, SETTLEMENT -> !isAwaited() && !(isPaid && status == TransferStatus.POSTED);
            case FAILURE -> isPaid || status == TransferStatus.CONTRADICTED;
            default -> back > 0 || known == News.FAILURE || !OUT.contains(status);
        };
    }

    private boolean isAwaited() {
        return status == TransferStatus.PROCESSING && known == News.NOTHING;
    }

    /** Whether it says nothing new. */
    private boolean isOld(News news) {
        if (known == News.RETURN || known == news) {
            return true;
        }
        return switch (news) {
            case SUCCESS -> known == News.SETTLEMENT;
            case SETTLEMENT -> PAID.contains(known) && known() == TransferStatus.SETTLED;
            case FAILURE -> known == News.NOTHING && status == TransferStatus.CANCELLED;
            default -> false;
        };
    }

    private TransferStatus after(News news) {
        return switch (news) {
            case SUCCESS -> settles == Settles.LATER ? TransferStatus.POSTED : TransferStatus.SETTLED;
            case SETTLEMENT -> TransferStatus.SETTLED;
            case RETURN -> TransferStatus.RETURNED;
            default -> TransferStatus.FAILED;
        };
    }

    private void become(TransferStatus next) {
        status = next;
        back = next == TransferStatus.SETTLED ? 0 : place() == Place.AT_ITS_SOURCE ? minor : back;
    }

    /** Persons decide what is contradicted. */
    void decide(boolean isApproved) {
        if (status != TransferStatus.CONTRADICTED) {
            return;
        }
        deciding.add(isApproved);
        boolean isOut = OUT.contains(before);
        boolean isReturn = contradicting == News.RETURN;
        if (!isApproved || (isReturn && !isOut)) {
            status = before; // what had not moved cannot come back
            return;
        }
        known = contradicting;
        if (isReturn || PAID.contains(contradicting)) {
            become(isReturn ? TransferStatus.RETURNED : TransferStatus.SETTLED);
        } else {
            become(isOut || before == TransferStatus.REVERSED ? TransferStatus.REVERSED : TransferStatus.FAILED);
        }
    }

    /** Takes it back, unless it was sent; answers whether that is possible. */
    boolean cancel() {
        if (status != TransferStatus.PROCESSING || isSent) {
            return false;
        }
        deciding.add("cancelled");
        become(TransferStatus.CANCELLED);
        return true;
    }

    /** What of it can be given back by hand. */
    long left() {
        return status == TransferStatus.SETTLED ? minor - back : 0;
    }

    /** Gives a part of it back by hand. */
    void giveBack(long part) {
        back += part;
        status = back == minor ? TransferStatus.REVERSED : status;
    }

    /** A person marks it as come back. */
    void returnByHand() {
        agreeing.add(News.RETURN);
        known = News.RETURN;
        become(TransferStatus.RETURNED);
    }
}
