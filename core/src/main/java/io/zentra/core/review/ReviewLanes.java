package io.zentra.core.review;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.internal.ReviewList;
import io.zentra.core.review.internal.SetLane;
import io.zentra.core.storage.Queries;
import java.util.List;
import java.util.Optional;

/**
 * The lanes in which a tenant's cases wait. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * acme.reviews().lanes().set(ReviewLane.of("treasury", Actor.operator("ann"), Actor.operator("bob")), "treasury-1");
 * }</pre>
 */
public final class ReviewLanes {
    /** The most lanes of a page. */
    public static final int MAX_PAGE = 1_000;

    private final Handle handle;

    ReviewLanes(Handle handle) {
        this.handle = handle;
    }

    /**
     * Sets a lane, new or known. Cases that lie in it stay under what it said when they came: whoever becomes an approver
     * now does not count for them. Whoever is one no longer does not count either, also for what was approved before.
     *
     * @return applied, replayed, or declined with {@code unknown_lane} or {@code invalid_lane} for where it escalates to
     * @throws ZentraException {@code invalid_key}, {@code permission_denied}, {@code idempotency_conflict}, or why it could
     *     not run
     */
    public Outcome<ReviewLane> set(ReviewLane lane, String key) {
        handle.require(Permission.MANAGE_LANES);
        return handle.commits().run(handle.access(), new SetLane(lane, IdempotencyKey.of(key)));
    }

    /** A lane by its name, if it is set. */
    public Optional<ReviewLane> find(String name) {
        handle.require(Permission.READ);
        return reader().lane(name);
    }

    /**
     * Lanes in the order of their names.
     *
     * @param afterName the last one of the page before; empty for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<ReviewLane> list(String afterName, int limit) {
        handle.require(Permission.READ);
        return reader().lanes(afterName, Queries.requirePage("lanes", limit, MAX_PAGE));
    }

    private ReviewList reader() {
        return new ReviewList(handle.queries(), handle.tenantNo());
    }
}
