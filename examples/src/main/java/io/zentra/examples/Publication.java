package io.zentra.examples;

import io.zentra.policy.Policies;
import io.zentra.policy.Policy;

/** How a policy comes to decide: one person writes it, and another one agrees to what was found of it. */
final class Publication {
    private Publication() {}

    /** Publishes a policy. The keys make it one version, however often it runs. */
    static void publish(Policy policy, Policies author, Policies approver) {
        String name = policy.name();
        int version = author.draft(policy, "draft-" + name).orElseThrow().ref().version();
        String found =
                author.analyse(name, version, "analyse-" + name).orElseThrow().hash();
        approver.approve(name, version, found, "approve-" + name).orElseThrow();
        approver.publish(name, version, "publish-" + name).orElseThrow();
    }
}
