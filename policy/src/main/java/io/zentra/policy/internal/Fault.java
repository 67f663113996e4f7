package io.zentra.policy.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Map;

/** What is wrong with a policy, and where: the path is that of its JSON form. */
final class Fault {
    private Fault() {}

    static ZentraException at(String path, String what) {
        return ZentraException.of(
                ErrorCode.INVALID_POLICY, "at " + path + ": " + what, Map.of("path", path, "fault", Shown.of(what)));
    }

    /** A refusal of something inside the policy, with its place. */
    static ZentraException at(String path, ZentraException cause) {
        return ZentraException.of(
                ErrorCode.INVALID_POLICY,
                "at " + path + ": " + cause.reason(),
                Map.of("path", path, "cause", cause.code().code()));
    }
}
