package io.zentra.core.journal;

import io.zentra.core.journal.internal.FolderVault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place for files outside the database: a folder, a bucket, a store that nobody can write over. Implementations are
 * thread-safe.
 *
 * <p>Names are made of {@code a-z 0-9 . -}; who reads a file checks what is in it, so a vault need not be trusted, only
 * kept.
 */
public interface Vault {
    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content {
        /** Writes all of it; the stream is closed by the vault. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Keeps a file whole or not at all, in the place of one of that name if there is one; returns when it would survive
     * a crash.
     *
     * @throws IOException when it could not be kept
     */
    void keep(String name, Content content) throws IOException;

    /**
     * The content of a file, which the caller closes; empty when there is none of this name.
     *
     * @throws IOException when it cannot be read
     */
    Optional<InputStream> open(String name) throws IOException;

    /** Files in a folder, which is made when it is missing. */
    static Vault inFolder(Path folder) {
        return new FolderVault(folder);
    }
}
