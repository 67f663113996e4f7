package io.zentra.testing.schedule;

/** One thing that happens to a transfer. */
enum Step {
    /** Due work runs: what was not sent yet is submitted. */
    SEND,
    /** The first callback comes. */
    CALLBACK_1,
    /** The second callback comes. */
    CALLBACK_2,
    /** Time passes, and due work runs: the rail is asked. */
    QUERY,
    /** An operator does what the scene says. */
    OPERATOR,
    /** The process ends and another begins on the same database. */
    CRASH
}
