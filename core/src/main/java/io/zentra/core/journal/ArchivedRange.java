package io.zentra.core.journal;

/**
 * Events that lie in an archive. Immutable.
 *
 * @param first the sequence of the first
 * @param last the sequence of the last
 * @param name the archive's name in its vault
 * @param sha256 the digest of the archive's lines, in hexadecimal digits
 * @param eventSeq the event {@code journal.archived} that tells of it
 */
public record ArchivedRange(long first, long last, String name, String sha256, long eventSeq) {}
