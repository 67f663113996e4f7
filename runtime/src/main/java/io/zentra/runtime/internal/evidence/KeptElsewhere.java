package io.zentra.runtime.internal.evidence;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.VerifyingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checkpoints that were kept outside the database, with which those of packets are compared. Immutable. */
public final class KeptElsewhere {
    private final boolean isAsked;
    private final List<Kept> all;

    /** A checkpoint and whose journal it is of. */
    private record Kept(Checkpoint checkpoint, VerifyingKey signer) {
        boolean isOf(String tenant, long size) {
            return checkpoint.size() == size && checkpoint.origin().equals(signer.name() + "/" + tenant);
        }
    }

    private KeptElsewhere(boolean isAsked, List<Kept> all) {
        this.isAsked = isAsked;
        this.all = List.copyOf(all);
    }

    /** Nothing to compare with. */
    public static KeptElsewhere none() {
        return new KeptElsewhere(false, List.of());
    }

    /**
     * These signed notes.
     *
     * @throws ZentraException {@code proof_invalid} for one that no trusted key has signed
     */
    public static KeptElsewhere of(List<String> notes, TrustedKeys trusted) {
        List<Kept> all = new ArrayList<>();
        for (String note : notes) {
            VerifyingKey signer = trusted.signerOf(note);
            all.add(new Kept(Checkpoint.verified(note, signer), signer));
        }
        return new KeptElsewhere(true, all);
    }

    /** What is wrong with the checkpoint of a tenant's packet; empty when nothing is, or nothing is to be compared. */
    Optional<String> fault(Checkpoint checkpoint, String tenant) {
        if (!isAsked) {
            return Optional.empty();
        }
        List<Kept> same = all.stream()
                .filter(kept -> kept.isOf(tenant, checkpoint.size()))
                .toList();
        if (same.isEmpty()) {
            return Optional.of("none of the checkpoints kept elsewhere is of the first " + checkpoint.size()
                    + " events of " + tenant);
        }
        return same.stream().allMatch(kept -> kept.checkpoint().root().equals(checkpoint.root()))
                ? Optional.empty()
                : Optional.of("history was rewritten: the checkpoint kept elsewhere of the first " + checkpoint.size()
                        + " events has another root");
    }
}
