package io.zentra.core.commit;

import io.zentra.core.commit.internal.Group;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The one way to change anything: runs commands, either grouped with others on a lane or inside the host's transaction.
 * Thread-safe on lanes; a joined one is used by the thread that owns the connection.
 */
public interface Commits {
    /** The most commands of one list. */
    int MAX_LIST = 100_000;

    /**
     * Runs a command and waits until it is durable.
     *
     * @throws ZentraException the refusal of the command, or why it could not run
     */
    <R> R run(Access access, Command<R> command);

    /**
     * Runs a keyed command and waits until it, or its refusal, is durable.
     *
     * @throws ZentraException {@code idempotency_conflict}, or why it could not run
     */
    <R> Outcome<R> run(Access access, Command.Keyed<R> command);

    /**
     * Runs keyed commands, each on its own, and waits for all; they share commits. An outcome a command, in order: also a
     * conflict, as a refusal with {@code idempotency_conflict}, is that of its command alone. What is thrown is thrown after
     * all have ended, and keeps back the outcomes of the others, which took effect or not each on its own: send the list
     * again with the same keys to get them.
     *
     * @param commands up to {@value #MAX_LIST}
     * @throws ZentraException {@code list_too_long} before any has run; {@code outcome_unknown} when some have an outcome and
     *     others failed inside Zentra or its storage, with the places of the former, from 0, as {@code known} among its
     *     details, such as {@code 0-41,43}; otherwise the failure of all
     */
    <R> List<Outcome<R>> runAll(Access access, List<? extends Command.Keyed<R>> commands);

    /**
     * Runs keyed commands of which all take effect or none, in one decision and commit. When one is refused all are: the
     * outcome is its refusal, with {@code request_key} and {@code request_index} among the details, and the other keys
     * are used up by {@code bulk_declined}.
     *
     * @param commands at least one; no two with the same operation and key
     * @throws ZentraException {@code idempotency_conflict} when a key was used before otherwise or without the others, or
     *     why it could not run
     */
    default <R> Outcome<List<R>> runAtomically(Access access, List<? extends Command.Keyed<R>> commands) {
        return run(access, new Group<R>(commands));
    }

    /**
     * Runs a keyed command and completes the future when it, or its refusal, is durable; inside the host's transaction it
     * runs now. The caller waits for room in the queue, up to {@link CommitLimits#enqueueWait()}.
     *
     * @throws ZentraException at once, instead of failing the future, when the command was not queued: {@code overloaded},
     *     {@code closed} or {@code interrupted}; nothing changed
     */
    <R> CompletableFuture<Outcome<R>> runAsync(Access access, Command.Keyed<R> command);

    /**
     * Begins a command and completes the future when it is durable, or with its refusal; inside the host's transaction it runs
     * now. The caller waits for room in the queue, up to {@link CommitLimits#enqueueWait()}.
     *
     * <p>For modules only: what depends on the future runs on the thread that commits, must be quick, and must not begin or run
     * another command.
     *
     * @throws ZentraException at once, as {@link #runAsync}
     */
    <R> CompletableFuture<R> begin(Access access, Command<R> command);

    /**
     * The failure of several commands in a row, of which some are durable: one that says of its command that nothing
     * changed must not be taken to say so of all.
     *
     * @return {@code outcome_unknown} when Zentra or its storage failed, which says nothing of the other commands; the
     *     failure itself when the command was refused
     */
    static ZentraException ofSome(ZentraException failure, int durable, int all) {
        if (failure.code().isRefusal()) {
            return failure;
        }
        return ZentraException.of(
                ErrorCode.OUTCOME_UNKNOWN,
                durable + " of " + all
                        + " commands have an outcome, the others may not have run: ask again with the same"
                        + " keys to learn all",
                failure);
    }

    /** Whether commands run inside the host's transaction: nothing is durable, or seen by others, before it commits. */
    boolean isJoined();
}
