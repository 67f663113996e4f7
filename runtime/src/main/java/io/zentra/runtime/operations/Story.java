package io.zentra.runtime.operations;

import java.util.List;
import java.util.Optional;

/**
 * What happened to one thing, from its request to its evidence. Immutable.
 *
 * <pre>{@code
 * Story story = acme.operations().timeline(transfer.id()).orElseThrow();
 * for (Milestone reached : story.milestones()) {
 *     row(reached.stage().code(), reached.state(), reached.event(), reached.proof());
 * }
 * }</pre>
 *
 * @param id the id that its events belong to: that of the transfer, payment or intent, or what the host correlates by; of a thing
 *     that belongs to none, its own
 * @param milestones the stages that it has reached, in order; a stage that it needs not, such as a route of a posting, is
 *     not among them
 * @param moments its events, in order
 * @param isWhole whether all of its events are there: 10,000 are read
 */
public record Story(String id, List<Milestone> milestones, List<Moment> moments, boolean isWhole) {
    /** Copies the lists. */
    public Story {
        milestones = List.copyOf(milestones);
        moments = List.copyOf(moments);
    }

    /** The stage, if it was reached. */
    public Optional<Milestone> reached(Stage stage) {
        return milestones.stream().filter(each -> each.stage() == stage).findFirst();
    }

    /** How far it has come. */
    public Stage stage() {
        return milestones.get(milestones.size() - 1).stage();
    }
}
