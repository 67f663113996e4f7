package io.zentra.core.review.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.review.ReviewStatus;
import java.util.Map;

/** Who works on a case. */
public final class Holding {
    private Holding() {}

    /** Somebody takes a case that nobody else has. */
    public record Claim() implements Change {
        @Override
        public Operation operation() {
            return Operations.CLAIM;
        }

        @Override
        public String type() {
            return CaseText.CLAIMED;
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.OPEN);
            situation.requireMember(situation.actor());
            requireNotOfAnother(situation);
            return After.of(situation.before().with(situation.ownedBy(situation.actor())));
        }
    }

    /** Somebody gives a case to somebody. */
    public record Assign(String person) implements Change {
        @Override
        public Operation operation() {
            return Operations.ASSIGN;
        }

        @Override
        public String type() {
            return CaseText.ASSIGNED;
        }

        @Override
        public void write(CanonicalJson json) {
            json.member("person", person);
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.OPEN);
            situation.requireMember(person);
            return After.of(situation.before().with(situation.ownedBy(person)));
        }
    }

    /** A case is given to whose turn it is. */
    public record Rotate() implements Change {
        @Override
        public Operation operation() {
            return Operations.ROTATE;
        }

        @Override
        public String type() {
            return CaseText.ROTATED;
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.OPEN);
            LaneState lane = situation.lane();
            LaneState.Turn turn =
                    lane == null ? null : lane.turn(situation.before()).orElse(null);
            if (turn == null) {
                throw ZentraException.of(
                        ErrorCode.NOBODY_TO_ASSIGN,
                        "nobody on the rota of the lane "
                                + situation.before().place().lane()
                                + " can be given the case: put people on it who neither made nor changed the case",
                        Map.of("case", situation.before().id()));
            }
            return new After(situation.before().with(situation.ownedBy(turn.person())), turn.after());
        }
    }

    /** Its owner gives a case back to its lane. */
    public record Release() implements Change {
        @Override
        public Operation operation() {
            return Operations.RELEASE;
        }

        @Override
        public String type() {
            return CaseText.RELEASED;
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.OPEN);
            requireNotOfAnother(situation);
            return After.of(situation.before().with(situation.ownedBy(null)));
        }
    }

    private static void requireNotOfAnother(Situation situation) {
        String owner = situation.before().place().owner();
        if (owner != null && !owner.equals(situation.actor())) {
            throw situation.refused(
                    ErrorCode.CASE_OWNED,
                    owner + " works on the case " + situation.before().id() + ": let it be released or assigned to you",
                    owner);
        }
    }
}
