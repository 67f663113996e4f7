package io.zentra.verifier;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line asks for. Immutable.
 *
 * @param keys the keys that are trusted
 * @param isCompared whether checkpoints were kept elsewhere
 * @param checkpoints their signed notes
 * @param files what to check
 */
record Call(List<VerifyingKey> keys, boolean isCompared, List<String> checkpoints, List<Path> files) {
    /** A note is far shorter. */
    private static final long MAX_NOTE = 4_096;

    Call {
        keys = List.copyOf(keys);
        checkpoints = List.copyOf(checkpoints);
        files = List.copyOf(files);
    }

    static Call parse(String[] args) throws CallException {
        List<VerifyingKey> keys = new ArrayList<>();
        List<Path> kept = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--key" -> keys.add(key(value(args, ++i)));
                case "--checkpoint" -> kept.add(path(value(args, ++i)));
                default -> {
                    if (args[i].startsWith("--")) {
                        throw new CallException("there is no option " + args[i]);
                    }
                    files.add(path(args[i]));
                }
            }
        }
        if (keys.isEmpty() || files.isEmpty()) {
            throw new CallException(keys.isEmpty() ? "no key is given" : "no file is given");
        }
        List<String> notes = new ArrayList<>();
        for (Path each : kept) {
            notes.addAll(notes(each));
        }
        return new Call(keys, !kept.isEmpty(), notes, files);
    }

    private static String value(String[] args, int index) throws CallException {
        if (index == args.length) {
            throw new CallException(args[index - 1] + " is given nothing");
        }
        return args[index];
    }

    private static VerifyingKey key(String given) throws CallException {
        String text = given;
        try {
            Path file = path(given);
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_NOTE) {
                text = Files.readString(file).strip();
            }
            return VerifyingKey.parse(text);
        } catch (IOException | ZentraException unreadable) {
            throw new CallException("no key is read from \"" + given + "\": give the signer's public key, such as"
                    + " acme-ledger+d80755e5+AcsC…, or a file that holds it");
        }
    }

    private static Path path(String given) throws CallException {
        try {
            return Path.of(given);
        } catch (InvalidPathException invalid) {
            throw new CallException("\"" + given + "\" is no path");
        }
    }

    private static List<String> notes(Path given) throws CallException {
        List<String> notes = new ArrayList<>();
        try (Stream<Path> files = Files.isDirectory(given) ? Files.list(given) : Stream.of(given)) {
            for (Path file :
                    files.filter(each -> !Files.isDirectory(each)).sorted().toList()) {
                if (Files.size(file) > MAX_NOTE) {
                    throw new CallException(file + " is too long for a checkpoint");
                }
                notes.add(Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw new CallException("no checkpoint is read from " + given + ": " + unreadable);
        }
        return notes;
    }
}
