package io.zentra.runtime.contract;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.json.StrictJson;
import io.zentra.core.json.StrictValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of a request: each has its kind, and none is left that nobody asked for. Optional ones begin with version 2. */
final class Members {
    static final String VERSION = "contract_version";

    private static final int MAX_DEPTH = 8;

    private static final StrictJson JSON =
            StrictJson.within(Contract.MAX_BODY_BYTES, MAX_DEPTH, new StrictJson.Faults() {
                @Override
                public ZentraException at(String path, String what) {
                    return malformed(shown(path), what);
                }

                @Override
                public ZentraException unfit(String path, ZentraException refused) {
                    return refused.with("member", shown(path));
                }

                /** Paths of requests begin with the name of a member. */
                private String shown(String path) {
                    return path.startsWith(StrictJson.WHOLE + ".") ? path.substring(2) : path;
                }
            });

    private final StrictValue object;
    private final ContractVersion version;
    private final Map<String, String> given;
    private final Set<String> known = new TreeSet<>();

    private Members(StrictValue object, ContractVersion version, Map<String, String> given) {
        this.object = object;
        this.version = version;
        this.given = given;
    }

    /** The members of a body, which may name the version that it is read in, and no other one. */
    static Members of(byte[] body, ContractVersion version, Map<String, String> given) {
        Members members = new Members(JSON.read(body), version, given);
        members.take(VERSION)
                .filter(named -> !version.code().equals(named.node().textValue()))
                .ifPresent(other -> {
                    throw other.fault(
                            "must be \"" + version.code() + "\" here: ask for that version, or leave the member out");
                });
        return members;
    }

    /**
     * Refuses what version 1 does not have at all.
     *
     * @param what such as {@code payments}
     */
    static void requireLater(ContractVersion version, String what) {
        if (version == ContractVersion.V1) {
            throw malformed(VERSION, "cannot be \"1\" here, which has no " + what + ": ask for version 2");
        }
    }

    /** Refuses, in version 1, what it does not have. */
    void requireLater(String what) {
        requireLater(version, what);
    }

    /** Whether a member that only version 2 may have is there or is given. */
    boolean has(String name) {
        return sends(name) || given.containsKey(name);
    }

    /** Whether one of the members that only version 2 may have is there, whatever is given. */
    boolean sends(String... names) {
        if (version != ContractVersion.V1) {
            known.addAll(Arrays.asList(names));
        }
        return Arrays.stream(names).anyMatch(name -> object.find(name).isPresent());
    }

    /** A text that must be there or be given, and what it stands for. */
    <T> T text(String name, Function<String, T> parsed) {
        T value = find(name, parsed);
        if (value == null) {
            throw malformed(name, "is missing: add it");
        }
        return value;
    }

    /** A text that only version 2 may have, and what it stands for; null for none. */
    <T> @Nullable T optionalText(String name, Function<String, T> parsed) {
        if (version == ContractVersion.V1) {
            String text = given.get(name);
            return text == null ? null : parsed(name, text, parsed);
        }
        return find(name, parsed);
    }

    /** An integer of 64 bits. */
    long integer(String name) {
        known.add(name);
        return object.at(name).integer(": count in minor units");
    }

    /** A list of texts, and what each stands for. */
    <T> List<T> list(String name, Function<String, T> parsed) {
        known.add(name);
        return object.at(name).list(each -> {
            String text = each.text();
            return each.checked(() -> parsed.apply(text));
        });
    }

    /** An object of texts that only version 2 may have; empty for none. */
    Map<String, String> optionalTexts(String name) {
        return version == ContractVersion.V1
                ? Map.of()
                : take(name).map(all -> all.members(StrictValue::text)).orElse(Map.of());
    }

    /** A truth that may be told; false when it is not. */
    boolean optionalFlag(String name) {
        return take(name).map(StrictValue::flag).orElse(false);
    }

    /** Refuses what nobody asked for: a name written wrongly would be taken for a request without it. */
    void requireNoOthers() {
        object.only(known, "is no member of version " + version.code());
    }

    private <T> @Nullable T find(String name, Function<String, T> parsed) {
        Optional<StrictValue> value = take(name);
        String fixed = given.get(name);
        if (value.isEmpty()) {
            return fixed == null ? null : parsed(name, fixed, parsed);
        }
        String text = value.get().text();
        if (fixed != null && !fixed.equals(text)) {
            throw malformed(name, "is not for the caller to choose: leave it out");
        }
        return parsed(name, text, parsed);
    }

    private Optional<StrictValue> take(String name) {
        known.add(name);
        return object.find(name);
    }

    private static <T> T parsed(String path, String text, Function<String, T> parsed) {
        try {
            return parsed.apply(text);
        } catch (ZentraException unfit) {
            throw unfit.with("member", path);
        }
    }

    static ZentraException malformed(String path, String what) {
        String where = path.equals(StrictJson.WHOLE) ? "the request " : "the request's \"" + path + "\" ";
        return ZentraException.of(ErrorCode.MALFORMED_REQUEST, where + what, Map.of("member", path));
    }
}
