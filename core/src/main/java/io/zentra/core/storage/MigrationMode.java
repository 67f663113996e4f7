package io.zentra.core.storage;

/** What opening a storage does about its tables. */
public enum MigrationMode {
    /** Apply what is missing; refuse when an applied file has changed. */
    MIGRATE,
    /** Apply nothing; refuse when something is missing or has changed. */
    VALIDATE,
    /** Apply and check nothing. */
    NONE
}
