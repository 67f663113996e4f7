package io.zentra.core.journal;

import io.zentra.core.identity.TenantId;

/**
 * Takes signed checkpoints to a place outside the database's reach: another team's bucket, a customer, a witness. Only
 * there do they prove that history was not rewritten as a whole. Implementations are thread-safe.
 */
@FunctionalInterface
public interface CheckpointSink {
    /**
     * Keeps a checkpoint. An exception makes the work be tried again; the same checkpoint may come twice, and one of fewer
     * events after one of more: an archive and an export speak of the journal as it was at their end.
     *
     * @param tenant whose journal; {@code zentra} for the registry of tenants
     * @param checkpoint the signed checkpoint
     */
    void accept(TenantId tenant, Checkpoint checkpoint);

    /** Keeps nothing. */
    static CheckpointSink none() {
        return (tenant, checkpoint) -> {};
    }
}
