package io.zentra.core.storage;

/** The databases that Zentra speaks to. It is stated, never guessed from a connection. */
public enum Dialect {
    /** SQLite 3.35 or later: the embedded default. */
    SQLITE,
    /** H2 2: for tests and demos; see {@link Storage#h2(java.nio.file.Path)} on what it promises. */
    H2,
    /** PostgreSQL 14 or later: the choice for production on several nodes. */
    POSTGRES
}
