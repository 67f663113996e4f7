package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import java.util.function.Supplier;

/** Leads from any depth of a verification to its verdict; never leaves this package, and costs no trace of the stack. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String sentence;

    Refusal(ErrorCode code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
        this.sentence = sentence;
    }

    static CallbackVerdict orElse(Supplier<CallbackVerdict> verification) {
        try {
            return verification.get();
        } catch (Refusal refusal) {
            return new CallbackVerdict.Refused(refusal.code, refusal.sentence);
        }
    }
}
