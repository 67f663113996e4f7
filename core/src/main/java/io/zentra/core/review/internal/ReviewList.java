package io.zentra.core.review.internal;

import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.review.LaneLoad;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewNote;
import io.zentra.core.storage.Queries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lanes, cases and notes: each as its last event tells it. */
public final class ReviewList {
    private static final String LANES = """
            select j.event from zentra_review_lane l join zentra_journal j on j.tenant = :tenant and j.seq = l.last_event
            where l.tenant = :tenant and l.name""";

    private static final String CASES = """
            select j.event from zentra_review_case c join zentra_journal j on j.tenant = :tenant and j.seq = c.last_event
            where c.tenant = :tenant and\s""";

    private static final String NOTES = """
            select j.event, n.note from zentra_review_note n
            join zentra_journal j on j.tenant = :tenant and j.seq = n.seq
            where n.tenant = :tenant and n.review = :review and n.seq > :after
            order by n.seq""";

    private static final String NEXT_LANE =
            "select lane from zentra_review_case where tenant = :tenant and lane > :after order by lane";

    private static final String OPEN_OF_LANE = "select count(*) from (select no from zentra_review_case"
            + " where tenant = :tenant and lane = :lane and status = 'open' order by no limit " + LaneLoad.MAX_COUNTED
            + ") opened";

    private static final int MAX_LANES = 1_000;

    private final Queries queries;
    private final int tenantNo;

    /** Those of a tenant. */
    public ReviewList(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** A lane by its name. */
    public Optional<ReviewLane> lane(String name) {
        return lanes(" = :name", Map.of("name", name), 1).stream().findFirst();
    }

    /** Lanes after one, in the order of their names. */
    public List<ReviewLane> lanes(String afterName, int limit) {
        return lanes(" > :after order by l.name", Map.of("after", afterName), limit);
    }

    /** A case by its id. */
    public Optional<ReviewCase> find(String id) {
        return own(id).flatMap(parsed -> cases("c.no = :no", Map.of("no", parsed.seq()), 1).stream()
                .filter(found -> found.id().equals(id))
                .findFirst());
    }

    /** Open cases after one, the oldest first. */
    public List<ReviewCase> open(String afterId, int limit) {
        return cases("c.status = 'open' and c.no > :after order by c.no", Map.of("after", no(afterId)), limit);
    }

    /** The same of a lane. */
    public List<ReviewCase> ofLane(String lane, String afterId, int limit) {
        return cases(
                "c.lane = :lane and c.status = 'open' and c.no > :after order by c.no",
                Map.of("lane", lane, "after", no(afterId)),
                limit);
    }

    /** The same of an owner. */
    public List<ReviewCase> ofOwner(String owner, String afterId, int limit) {
        return cases(
                "c.owner = :owner and c.status = 'open' and c.no > :after order by c.no",
                Map.of("owner", owner, "after", no(afterId)),
                limit);
    }

    /** The same of nobody. */
    public List<ReviewCase> ofNobody(String afterId, int limit) {
        return cases(
                "c.owner is null and c.status = 'open' and c.no > :after order by c.no",
                Map.of("after", no(afterId)),
                limit);
    }

    /** What lies open in each lane that has any, in the order of their names. */
    public List<LaneLoad> loads() {
        List<LaneLoad> loads = new ArrayList<>();
        Optional<String> lane = laneWithCasesAfter("");
        for (int i = 0; i < MAX_LANES && lane.isPresent(); i++) {
            load(lane.get()).ifPresent(loads::add);
            lane = laneWithCasesAfter(lane.get());
        }
        return List.copyOf(loads);
    }

    /** One step from lane to lane, over however many cases of each. */
    private Optional<String> laneWithCasesAfter(String after) {
        return queries
                .select(NEXT_LANE, tenantNo, Map.of("after", after), 1, (results, context) -> results.getString(1))
                .stream()
                .findFirst();
    }

    private Optional<LaneLoad> load(String lane) {
        return ofLane(lane, "", 1).stream().findFirst().map(oldest -> {
            long open = queries.select(
                            OPEN_OF_LANE, tenantNo, Map.of("lane", lane), 1, (results, context) -> results.getLong(1))
                    .get(0);
            return new LaneLoad(lane, open, oldest.id(), oldest.origin().openedAt());
        });
    }

    /** All cases about a subject, whatever their status. */
    public List<ReviewCase> ofSubject(String subject, String afterId, int limit) {
        return cases(
                "c.subject = :subject and c.no > :after order by c.no",
                Map.of("subject", subject, "after", no(afterId)),
                limit);
    }

    /** The notes on a case after one. */
    public List<ReviewNote> notes(String id, long afterSeq, int limit) {
        if (find(id).isEmpty()) {
            throw Cases.unknown(id);
        }
        return queries.select(
                NOTES,
                tenantNo,
                Map.of("review", no(id), "after", afterSeq),
                limit,
                (results, context) -> note(Event.parse(results.getBytes(1)), results.getString(2)));
    }

    private static ReviewNote note(Event event, @Nullable String text) {
        return new ReviewNote(event.seq(), event.actor(), event.at(), text);
    }

    private List<ReviewLane> lanes(String condition, Map<String, ?> values, int limit) {
        return queries.select(
                LANES + condition,
                tenantNo,
                new HashMap<>(values),
                limit,
                (results, context) -> LaneText.read(Event.parse(results.getBytes(1))));
    }

    private List<ReviewCase> cases(String condition, Map<String, ?> values, int limit) {
        return queries.select(
                CASES + condition,
                tenantNo,
                new HashMap<>(values),
                limit,
                (results, context) -> CaseText.read(Event.parse(results.getBytes(1))));
    }

    /** The sequence of the event that opened a case; 0 for none. */
    private long no(String id) {
        if (id.isEmpty()) {
            return 0;
        }
        return own(id).map(EntityId::seq).orElseThrow(() -> Cases.unknown(id));
    }

    private Optional<EntityId> own(String id) {
        return EntityId.parse(Cases.PREFIX, id).filter(parsed -> parsed.tenantNo() == tenantNo);
    }
}
