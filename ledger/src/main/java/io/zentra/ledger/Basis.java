package io.zentra.ledger;

import java.util.List;

/** Why a posting has the amounts that it has, as its event keeps it. Immutable. */
public sealed interface Basis permits Composed, Exchanged {
    /** The lines that it comes to, which are those of the posting. */
    List<EntryRequest> entries();
}
