package io.zentra.runtime.contract;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The versions of the contract. One that was published keeps its members and their words for ever; what is new goes into the
 * next one.
 */
public enum ContractVersion {
    /**
     * What the product's pages show: few members, and of states only {@code pending}, {@code processing}, {@code review},
     * {@code posted}, {@code settled}, {@code failed}, {@code reversed} and an intent's six stages. It creates transfers,
     * postings and intents that move money, and knows nothing else.
     */
    V1("1"),
    /** Requests with all that can be asked for, and answers with all that is known, all states, and whether it is a replay. */
    V2("2");

    private final String code;

    ContractVersion(String code) {
        this.code = code;
    }

    /** {@code 1} or {@code 2}, as {@code contract_version} has it. */
    public String code() {
        return code;
    }

    /**
     * The version of a {@link #code()}, such as a header names it.
     *
     * @throws ZentraException {@code malformed_request} when there is none
     */
    public static ContractVersion of(String code) {
        for (ContractVersion version : values()) {
            if (version.code.equals(code)) {
                return version;
            }
        }
        String known = Arrays.stream(values()).map(ContractVersion::code).collect(Collectors.joining(", "));
        throw ZentraException.of(
                ErrorCode.MALFORMED_REQUEST,
                "there is no contract version \"" + Shown.of(code) + "\": name one of " + known,
                Map.of("member", Members.VERSION));
    }
}
