package io.zentra.core.commit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.internal.JournalTables.OperationKey;

/**
 * What the first event of a keyed command keeps of it.
 *
 * @param command the command
 * @param request its request, canonical
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(Command.Keyed<?> command, byte[] request) {
    static Envelope of(Command.Keyed<?> command) {
        return new Envelope(command, CanonicalJson.bytes(command::request));
    }

    OperationKey key() {
        return new OperationKey(command.operation().code(), command.key().value());
    }
}
