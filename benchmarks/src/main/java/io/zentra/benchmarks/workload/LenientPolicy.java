package io.zentra.benchmarks.workload;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Window;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyBuilder;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.time.Duration;

/**
 * A policy of rules and two velocity windows that lets everything through.
 *
 * @param kind what it decides about
 * @param rules how many rules it has besides the windows
 * @param daily what the first window counts
 * @param most how far both windows count, in minor units and in operations: further than any benchmark comes
 */
public record LenientPolicy(String kind, int rules, Measure daily, long most) {
    private static final Asset USD = Asset.iso("USD");
    private static final long STEP_MINOR = 10_000;

    /** Drafts, approves and publishes it; the author and another person do that. */
    public void publish(ZentraRuntime runtime, String tenant, Workspace author) {
        Policies approver = runtime.tenant(tenant)
                .as(Actor.operator("second", Permission.ALL))
                .policies();
        author.policies().draft(policy(), "draft").orElseThrow();
        Analysis analysis = author.policies().analyse(kind, 1, "analyse").orElseThrow();
        approver.approve(kind, 1, analysis.hash(), "approve").orElseThrow();
        approver.publish(kind, 1, "publish").orElseThrow();
    }

    private Policy policy() {
        PolicyBuilder policy = Policy.named(kind);
        for (int i = 0; i < rules; i++) {
            policy.deny(
                    "closed" + i,
                    Condition.is(Field.metadata("channel"), "channel" + i),
                    Condition.amountOver(Money.ofMinor(STEP_MINOR * i, USD)));
        }
        return policy.limit("daily_out", daily, most)
                .limit("hourly", Measure.count().within(Window.rolling(Duration.ofHours(1))), most)
                .build();
    }
}
