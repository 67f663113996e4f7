package io.zentra.runtime.internal.intent;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.runtime.internal.Operations;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What leads from the id that the host gave an intent to the events of it. */
public final class IntentCorrelation {
    private static final Predicate<String> PRINTABLE = Pattern.compile("[!-~]+").asMatchPredicate();

    private IntentCorrelation() {}

    /** The correlation of the intent that was asked for under this id, which is its key; empty when none was. */
    public static Optional<String> of(Journal journal, String intentId) {
        boolean isKey =
                !intentId.isEmpty() && intentId.length() <= IdempotencyKey.MAX_LENGTH && PRINTABLE.test(intentId);
        return !isKey
                ? Optional.empty()
                : journal.first(Operations.CREATE_INTENT, IdempotencyKey.of(intentId))
                        .flatMap(Event::correlation);
    }
}
