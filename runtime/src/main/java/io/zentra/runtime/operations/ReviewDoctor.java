package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.Reviews;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Cases that nobody will decide in time. */
final class ReviewDoctor {
    private final Handle of;
    private final Instant now;
    private final Findings found;
    private final Map<String, Boolean> lanes = new HashMap<>();

    ReviewDoctor(Handle of, Instant now, Findings found) {
        this.of = of;
        this.now = now;
        this.found = found;
    }

    void look() {
        found.looked(new Reviews(of).list("", Diagnosis.MAX_LOOKED_AT)).forEach(this::finding);
    }

    private boolean isSet(String lane) {
        return lanes.computeIfAbsent(
                lane, name -> new Reviews(of).lanes().find(name).isPresent());
    }

    /** One finding a case, the one to begin with. */
    private void finding(ReviewCase open) {
        String lane = open.place().lane();
        Instant dueAt = open.place().dueAt();
        Instant openedAt = open.origin().openedAt();
        String about = "the case about " + open.origin().subject() + " in the lane " + lane;
        if (!isSet(lane)) {
            found.add(
                    FindingCode.CASE_WITHOUT_LANE,
                    open.id(),
                    about + " waits for that lane, which nobody has set",
                    openedAt,
                    "set it with reviews().lanes().set(ReviewLane.of(\"" + lane + "\", …), …)");
        } else if (dueAt != null && !dueAt.isAfter(now)) {
            found.add(
                    FindingCode.CASE_OVERDUE,
                    open.id(),
                    about + " was to be decided by " + dueAt,
                    dueAt,
                    "have it decided by reviews().approve or deny");
        } else if (open.owner().isEmpty()) {
            found.add(
                    FindingCode.CASE_UNOWNED,
                    open.id(),
                    about + " is nobody's",
                    openedAt,
                    "reviews().claim, assign or assignByRota; a lane with a rota gives its cases out by itself");
        }
    }
}
