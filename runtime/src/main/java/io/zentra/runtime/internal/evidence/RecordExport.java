package io.zentra.runtime.internal.evidence;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.internal.Operations;
import java.util.Set;
import java.util.TreeSet;

/** Records that evidence leaves: who takes what, before it does, and that all of it left. */
sealed interface RecordExport extends Command<Long> {
    @Override
    default Operation operation() {
        return Operations.EXPORT;
    }

    @Override
    default void reads(Reads reads) {
        // it changes nothing
    }

    /** That an export begins, without these parts. */
    record Begun(ExportPeriod period, Set<PacketPart> withheld) implements RecordExport {
        /** Copies the set. */
        public Begun {
            withheld = Set.copyOf(withheld);
        }

        @Override
        public Long decide(UnitOfWork work) {
            return work.record(new UnitOfWork.Draft("evidence.export.begun", null, null, this::write));
        }

        private void write(CanonicalJson json) {
            json.beginObject()
                    .member("first", period.first())
                    .member("from", period.from())
                    .member("last", period.last())
                    .member("to", period.to());
            if (!withheld.isEmpty()) {
                json.name("withheld").beginArray();
                new TreeSet<>(withheld).forEach(part -> json.value(part.code()));
                json.endArray();
            }
            json.endObject();
        }
    }

    /** That an export was written to its end. */
    record Done(long begun, ExportPeriod period, long packets, String sha256) implements RecordExport {
        @Override
        public Long decide(UnitOfWork work) {
            return work.record(new UnitOfWork.Draft(
                    "evidence.exported",
                    null,
                    null,
                    json -> json.beginObject()
                            .member("begun", begun)
                            .member("first", period.first())
                            .member("last", period.last())
                            .member("packets", packets)
                            .member("sha256", sha256)
                            .endObject()));
        }
    }
}
