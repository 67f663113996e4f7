package io.zentra.ledger.internal.file;

import io.zentra.core.error.ZentraException;
import io.zentra.ledger.internal.Line;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file whose lines are read one by one. */
public interface LineFile {
    /**
     * A line of the file.
     *
     * @param number its number, from 1
     * @param line what it tells; null when it cannot be read
     * @param fault why not
     */
    record Numbered(
            long number, @Nullable Line line, @Nullable ZentraException fault) {
        static Numbered of(long number, Line line) {
            return new Numbered(number, line, null);
        }

        static Numbered of(long number, ZentraException fault) {
            return new Numbered(number, null, fault);
        }
    }

    /** The next line; null at the end. */
    @Nullable
    Numbered next() throws IOException;

    /** At the end: what shows that there should be more. */
    Optional<ZentraException> missing();
}
