package io.zentra.testing.schedule;

import io.zentra.testing.schedule.Scene.News;

/** What must be known of one attempt of a transfer. */
final class ExpectedAttempt {
    private final boolean isSecond;

    /** The final word that is taken for true; nothing as long as there is none. */
    private News known = News.NOTHING;

    /** What the rail said of its end when it was called, whoever heard that. */
    private News saidAtOnce = News.NOTHING;

    private Due due = Due.NOW;
    private boolean isBegun;
    private boolean isThere;

    /** When due work looks at it. */
    enum Due {
        NOW,
        LATER,
        /** When it is tried again what the ledger refused. */
        IN_AN_HOUR,
        NEVER
    }

    ExpectedAttempt(boolean isSecond) {
        this.isSecond = isSecond;
    }

    boolean isSecond() {
        return isSecond;
    }

    /** Whether its rail, or persons, say that it paid. */
    boolean hasPaid() {
        return known == News.SUCCESS || known == News.SETTLEMENT || known == News.RETURN;
    }

    boolean is(News word) {
        return known == word;
    }

    void know(News word) {
        known = word;
    }

    boolean isDue(boolean isLater) {
        return due == Due.NOW || (isLater && due == Due.LATER);
    }

    /** Whether due work will look at it at some time. */
    boolean isUnderWay() {
        return due != Due.NEVER;
    }

    void plan(Due when) {
        due = when;
    }

    /** What is planned is due now. */
    void timePasses() {
        due = isUnderWay() ? Due.NOW : Due.NEVER;
    }

    /** Whether a process may have called its rail before. */
    boolean isBegun() {
        return isBegun;
    }

    void begin() {
        isBegun = true;
    }

    /** Whether its rail has it. */
    boolean isThere() {
        return isThere;
    }

    void arrive(News atOnce) {
        isThere = true;
        saidAtOnce = atOnce;
    }

    News saidAtOnce() {
        return saidAtOnce;
    }
}
