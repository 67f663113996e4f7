package io.zentra.ledger;

import java.util.List;

/**
 * What applying a template did. Immutable.
 *
 * @param template the template's name
 * @param seq the sequence of its event in the tenant's journal
 * @param opened the ids of the accounts that it opened, in order
 * @param kept the ids of those that were there already, opened with the same attributes
 */
public record AppliedChart(String template, long seq, List<String> opened, List<String> kept) {
    /** Copies the lists. */
    public AppliedChart {
        opened = List.copyOf(opened);
        kept = List.copyOf(kept);
    }
}
