package io.zentra.verifier;

/** The command line, or a file that it names, is not as it must be. */
final class CallException extends Exception {
    private static final long serialVersionUID = 1;

    CallException(String message) {
        super(message);
    }
}
