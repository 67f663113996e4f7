package io.zentra.runtime.internal.evidence;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/** Writes a file beside its place and puts it there when it is whole. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * What a writer returns, once the file has all that it wrote.
     *
     * @throws ZentraException {@code file_failed}, or as the writer does
     */
    public static <T> T write(Path file, Function<OutputStream, T> writer) {
        try {
            Path begun = Files.createTempFile(file.toAbsolutePath().getParent(), ".zentra-", ".part");
            try {
                T result;
                try (OutputStream out = Files.newOutputStream(begun)) {
                    result = writer.apply(out);
                }
                Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
                return result;
            } finally {
                Files.deleteIfExists(begun);
            }
        } catch (IOException e) {
            throw ZentraException.of(
                            ErrorCode.FILE_FAILED, file + " cannot be written: see to its folder and rights", e)
                    .with("file", file);
        }
    }
}
