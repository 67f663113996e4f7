package io.zentra.core.journal.internal;

import io.zentra.core.journal.Vault;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A folder of files: each is written beside its place, forced to the disk, and moved there in one step. */
public record FolderVault(Path folder) implements Vault {
    @Override
    public void keep(String name, Content content) throws IOException {
        Path place = place(name);
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, ".draft", ".tmp");
        try {
            write(draft, content);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        try {
            return Optional.of(new BufferedInputStream(Files.newInputStream(place(name))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private Path place(String name) {
        if (!name.matches("[a-z0-9][a-z0-9.-]{0,199}")) {
            throw new IllegalArgumentException("no name of a file in a vault: " + name);
        }
        return folder.resolve(name);
    }

    private static void write(Path draft, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** The name is durable with its folder; a system that cannot open folders keeps it by itself. */
    private void forceFolder() throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
