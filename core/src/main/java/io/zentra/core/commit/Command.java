package io.zentra.core.commit;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do to a tenant's state: it names the rows it needs, then decides from them. Both methods are pure: they
 * look at nothing but the rows, the unit of work and their own fields, and may be run more than once, by one
 * thread at a time.
 *
 * @param <R> what the caller gets
 */
public interface Command<R> {
    /** The kind of command. */
    Operation operation();

    /** Names the rows that {@link #decide} will look at; called again until it names no new one. */
    void reads(Reads reads);

    /**
     * Changes the unit of work and returns the result.
     *
     * @throws ZentraException to refuse: all changes of this command are dropped
     */
    R decide(UnitOfWork work);

    /**
     * A command that takes effect once per key: its first event keeps the key and the request, and later calls with the
     * key get the first result again. It must record at least one event.
     *
     * @param <R> what the caller gets
     */
    interface Keyed<R> extends Command<R> {
        /**
         * What a command is about, and what it belongs to.
         *
         * @param subject the id of the thing that it would change; null when it makes one, or names none that exists
         * @param correlation the id that its events would have as their correlation; null for none
         */
        record Belonging(@Nullable String subject, @Nullable String correlation) {
            /** Nothing to be found by but its key. */
            public static final Belonging NONE = new Belonging(null, null);
        }

        /** The caller's key. */
        IdempotencyKey key();

        /** Writes the request as an object; a later call with the key must write the same. */
        void request(CanonicalJson json);

        /** The first result again, from the first event of the command. */
        R replayed(Event first);

        /**
         * Where the record of its refusal is found: pure as {@link #decide}, from rows that its reads name, the correlation
         * among them. Asked only when the command was refused, or conflicts with an earlier one of its key.
         */
        default Belonging belonging(UnitOfWork work) {
            return Belonging.NONE;
        }

        /**
         * How many events tell the result, the first included: {@link #replayed(List)} gets as many.
         *
         * @param first the first of them
         */
        default int resultEvents(Event first) {
            return 1;
        }

        /** The same from all events that tell it, in their order. */
        default R replayed(List<Event> events) {
            return replayed(events.get(0));
        }
    }
}
