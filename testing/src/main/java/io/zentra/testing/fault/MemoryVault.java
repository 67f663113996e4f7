package io.zentra.testing.fault;

import io.zentra.core.journal.Vault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Files in memory, which a test may look at and spoil. Thread-safe. */
public final class MemoryVault implements Vault {
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private volatile boolean fixed;

    @Override
    public void keep(String name, Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        if (!fixed) {
            files.put(name, bytes.toByteArray());
        }
    }

    /** From now on it takes files and forgets them. */
    public void fix() {
        fixed = true;
    }

    @Override
    public Optional<InputStream> open(String name) {
        return Optional.ofNullable(files.get(name)).map(ByteArrayInputStream::new);
    }

    /** A file that is there. */
    public byte[] file(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }
}
