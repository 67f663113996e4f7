package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The Ed25519 key that signs checkpoints. Immutable and thread-safe; its text is never printed.
 *
 * <pre>{@code
 * SigningKey key = SigningKey.inFile("acme-ledger", Path.of("keys/checkpoint.key"));   // made when missing
 * String publicKey = key.verifier().toString();                                        // give this to the auditor
 * }</pre>
 */
public final class SigningKey {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}");

    private final PrivateKey key;
    private final VerifyingKey verifier;
    private final String text;

    private SigningKey(PrivateKey key, VerifyingKey verifier) {
        this.key = key;
        this.verifier = verifier;
        this.text = "zentra-signing-key:" + Base64.getEncoder().encodeToString(key.getEncoded()) + ":" + verifier;
    }

    /**
     * A new key.
     *
     * @param name the signer's name, 1 to 100 of {@code A-Z a-z 0-9 . _ : / -}
     */
    public static SigningKey generate(String name) {
        requireName(name);
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifyingKey.of(name, pair.getPublic()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("Java 17 has Ed25519", impossible);
        }
    }

    /**
     * The key of a file; a new one is made, readable by its owner alone, when there is no such file.
     *
     * @throws ZentraException {@code invalid_secret} when the file holds no key of this name; {@code file_failed} when it
     *     can be neither read nor made
     */
    public static SigningKey inFile(String name, Path file) {
        requireName(name);
        try {
            if (!Files.exists(file)) {
                SigningKey made = generate(name);
                if (made.writtenTo(file)) {
                    return made;
                }
            }
            SigningKey key = parse(file, Files.readString(file).strip());
            if (!key.verifier.name().equals(name)) {
                throw malformed(file, "it is the key of " + key.verifier.name() + ", not of " + name);
            }
            return key;
        } catch (IOException e) {
            throw ZentraException.of(
                            ErrorCode.FILE_FAILED,
                            "the signing key " + file + " can be neither read nor made: see to its folder and rights",
                            e)
                    .with("file", file);
        }
    }

    private static SigningKey parse(Path file, String text) {
        String[] parts = text.split(":", 3);
        if (parts.length != 3 || !parts[0].equals("zentra-signing-key")) {
            throw malformed(file, "it is no signing key");
        }
        try {
            byte[] encoded = Base64.getDecoder().decode(parts[1]);
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            SigningKey signing = new SigningKey(key, VerifyingKey.parse(parts[2]));
            byte[] probe = {1};
            if (!signing.verifier.hasSigned(probe, withId(signing, probe))) {
                throw malformed(file, "its two halves do not belong together");
            }
            return signing;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw malformed(file, "it is damaged");
        }
    }

    private static byte[] withId(SigningKey key, byte[] text) {
        byte[] id = key.verifier.keyId();
        byte[] signature = key.sign(text);
        byte[] both = java.util.Arrays.copyOf(id, id.length + signature.length);
        System.arraycopy(signature, 0, both, id.length, signature.length);
        return both;
    }

    /** The public half. */
    public VerifyingKey verifier() {
        return verifier;
    }

    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw ZentraException.of(ErrorCode.INVALID_SECRET, "the signing key cannot sign", e);
        }
    }

    /**
     * False when somebody else made the file meanwhile. The file appears with its whole content or not at all, because
     * another process may look for it at any moment.
     */
    private boolean writtenTo(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(folder, ".signing", ".key", ownerOnly(folder));
        try {
            Files.writeString(draft, text + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            link(draft, file);
            return true;
        } catch (FileAlreadyExistsException raced) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A hard link is made in one step and never over another file; a file system without them gets a move. */
    private static void link(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException raced) {
            throw raced;
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
            Files.move(draft, file);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw malformed("the signer's name must be 1 to 100 of A-Z a-z 0-9 . _ : / -");
        }
    }

    private static ZentraException malformed(Path file, String why) {
        return ZentraException.of(
                        ErrorCode.INVALID_SECRET,
                        "the signing key in " + file + " cannot be used: " + why
                                + "; give the file of the key, or a new path for a new one")
                .with("file", file);
    }

    private static ZentraException malformed(String why) {
        return ZentraException.of(ErrorCode.INVALID_SECRET, "the signing key cannot be used: " + why);
    }

    /** The name, never the key. */
    @Override
    public String toString() {
        return "SigningKey[" + verifier.name() + "]";
    }
}
