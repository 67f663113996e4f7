package io.zentra.policy.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.json.StrictJson;
import java.util.Map;

/** What is wrong with a policy, and where: the path is that of its JSON form. */
final class Fault {
    private static final int MAX_PATH = 500;
    private static final int MAX_WHAT = 2_000;

    /** Of a policy's JSON form; what was told with a path inside the policy keeps it. */
    static final StrictJson.Faults OF_READING = new StrictJson.Faults() {
        @Override
        public ZentraException at(String path, String what) {
            return Fault.at(path, what);
        }

        @Override
        public ZentraException unfit(String path, ZentraException refused) {
            return refused.details().containsKey("path") ? refused : Fault.at(path, refused);
        }
    };

    private Fault() {}

    static ZentraException at(String path, String what) {
        String shown = Shown.of(path, MAX_PATH);
        return ZentraException.of(
                ErrorCode.INVALID_POLICY,
                "at " + shown + ": " + Shown.of(what, MAX_WHAT),
                Map.of("path", shown, "fault", Shown.of(what)));
    }

    /** A refusal of something inside the policy, with its place. */
    static ZentraException at(String path, ZentraException cause) {
        String shown = Shown.of(path, MAX_PATH);
        return ZentraException.of(
                ErrorCode.INVALID_POLICY,
                "at " + shown + ": " + cause.reason(),
                Map.of("path", shown, "cause", cause.code().code()));
    }
}
