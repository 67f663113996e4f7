package io.zentra.ledger;

/** Why a posting has the amounts that it has, as its event keeps it. Immutable. */
public sealed interface Basis permits Composed {}
