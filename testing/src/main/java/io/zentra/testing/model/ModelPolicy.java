package io.zentra.testing.model;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.usage.Window;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.runtime.ZentraRuntime;
import java.time.Duration;

/** The policy that controlled steps ask: a sum, a number and distinct values, over times that some sequences outlast. */
final class ModelPolicy {
    static final String NAME = "model";
    static final Asset ASSET = StepGenerator.ASSETS.get(0);
    static final Duration SHORTER = Window.MIN_LENGTH;
    static final Duration LONGER = SHORTER.multipliedBy(2);
    static final String SPENT = "spent";
    static final String OFTEN = "often";
    static final String PAYEES = "payees";
    static final String LANE = "treasury";

    /** The most minor units of {@link #ASSET} from one account. */
    static final long MOST_SPENT = 100;

    /** The most operations to one account. */
    static final long MOST_OFTEN = 2;

    /** How many accounts one may pay before persons are asked. */
    static final long MOST_PAYEES = 1;

    private ModelPolicy() {}

    private static Policy policy() {
        return Policy.named(NAME)
                .window(
                        PAYEES,
                        Measure.distinct(Field.DESTINATION).per(Field.SOURCE).within(Window.rolling(LONGER)))
                .window(OFTEN, Measure.count().per(Field.DESTINATION).within(Window.rolling(LONGER)))
                .review(LANE, Condition.windowOver(PAYEES, MOST_PAYEES))
                .limit(SPENT, Measure.sum(ASSET).per(Field.SOURCE).within(Window.rolling(SHORTER)), MOST_SPENT)
                .deny(OFTEN, Condition.windowOver(OFTEN, MOST_OFTEN))
                .build();
    }

    /** Publishes it for a tenant. */
    static void publish(ZentraRuntime zentra, String tenant) {
        Policies author =
                zentra.tenant(tenant).as(Actor.operator("ann", Permission.ALL)).policies();
        Policies approver =
                zentra.tenant(tenant).as(Actor.operator("bob", Permission.ALL)).policies();
        author.draft(policy(), "model-draft").orElseThrow();
        Analysis analysis = author.analyse(NAME, 1, "model-analysis").orElseThrow();
        approver.approve(NAME, 1, analysis.hash(), "model-approval").orElseThrow();
        approver.publish(NAME, 1, "model-publication").orElseThrow();
    }
}
