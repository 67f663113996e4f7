package io.zentra.runtime.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects findings, so many of each code. Not thread-safe. */
final class Findings {
    private final Map<FindingCode, List<Finding>> byCode = new EnumMap<>(FindingCode.class);
    private boolean isComplete = true;

    void add(FindingCode code, String subject, String what, @Nullable Instant since, String advice) {
        List<Finding> ofCode = byCode.computeIfAbsent(code, any -> new ArrayList<>());
        if (ofCode.size() < Diagnosis.MAX_OF_A_CODE) {
            ofCode.add(new Finding(code, subject, what, since, advice));
        } else {
            isComplete = false;
        }
    }

    /** The rows themselves; where there are as many as are looked at, there may be others. */
    <T> List<T> looked(List<T> rows) {
        isComplete &= rows.size() < Diagnosis.MAX_LOOKED_AT;
        return rows;
    }

    Diagnosis diagnosis(Instant at) {
        return new Diagnosis(at, byCode.values().stream().flatMap(List::stream).toList(), isComplete);
    }
}
