package io.zentra.core.usage;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import java.util.List;

/** Commands that meter: one that lets an operation through, one that undoes some of it, and one that only looks. */
final class Metered {
    private static final Operation LET = new Operation(9_101, "probe.let");
    private static final Operation UNDO = new Operation(9_102, "probe.undo");
    private static final Operation LOOK = new Operation(9_103, "probe.look");

    private Metered() {}

    /**
     * What was decided.
     *
     * @param decision the id of the decision, empty when nothing was let through
     * @param shown what the meters showed before, in the order of the charges
     */
    record Decided(String decision, List<Reading> shown) {}

    /** Lets an operation through, unless a sum would be above the cap. */
    record Let(String name, Money whole, List<Charge> charges, long cap) implements Command.Keyed<Decided> {
        @Override
        public Operation operation() {
            return LET;
        }

        @Override
        public IdempotencyKey key() {
            return IdempotencyKey.of(name);
        }

        @Override
        public void request(CanonicalJson json) {
            json.value(name);
        }

        @Override
        public void reads(Reads reads) {
            charges.forEach(charge -> Usage.need(reads, charge));
        }

        @Override
        public Decided decide(UnitOfWork work) {
            List<Reading> shown =
                    charges.stream().map(charge -> Usage.read(work, charge)).toList();
            if (shown.stream().anyMatch(reading -> reading.after().sumMinor() > cap)) {
                throw ZentraException.of(ErrorCode.CONDITION_FAILED, "above the cap");
            }
            String id = work.newId("de");
            Reserved reserved = Usage.reserve(work, whole, charges);
            work.record(new UnitOfWork.Draft("probe.let", id, null, json -> {
                json.beginObject();
                reserved.write(json);
                json.endObject();
            }));
            return new Decided(id, shown);
        }

        @Override
        public Decided replayed(Event first) {
            return new Decided(first.subject().orElseThrow(), List.of());
        }
    }

    /** Undoes some of what was let through. */
    record Undo(String name, String decision, Money undone) implements Command.Keyed<Decided> {
        @Override
        public Operation operation() {
            return UNDO;
        }

        @Override
        public IdempotencyKey key() {
            return IdempotencyKey.of(name);
        }

        @Override
        public void request(CanonicalJson json) {
            json.value(name);
        }

        @Override
        public void reads(Reads reads) {
            Usage.needReturn(reads, decision);
        }

        @Override
        public Decided decide(UnitOfWork work) {
            work.record(new UnitOfWork.Draft(
                    "probe.undone", null, null, json -> json.beginObject().endObject()));
            Usage.giveBack(work, decision, undone);
            return new Decided(decision, List.of());
        }

        @Override
        public Decided replayed(Event first) {
            return new Decided(decision, List.of());
        }
    }

    /** Looks at meters. */
    record Look(List<Charge> charges) implements Command<List<Reading>> {
        @Override
        public Operation operation() {
            return LOOK;
        }

        @Override
        public void reads(Reads reads) {
            charges.forEach(charge -> Usage.need(reads, charge));
        }

        @Override
        public List<Reading> decide(UnitOfWork work) {
            return charges.stream().map(charge -> Usage.read(work, charge)).toList();
        }
    }
}
