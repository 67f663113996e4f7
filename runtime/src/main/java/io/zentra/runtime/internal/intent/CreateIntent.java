package io.zentra.runtime.internal.intent;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.policy.PolicyWork;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.CreateTransfer;
import io.zentra.runtime.internal.transfer.Flow;

/** Accepts an intent and, in the same commit, creates the transfer that it goes as, or posts what it moves. */
public final class CreateIntent implements Command.Keyed<String> {
    /** What an intent goes as. */
    interface Movement {
        /** Names the rows that it decides from. */
        void reads(Reads reads);

        /** Does it; the id holds the sequence of its own first event, or that of the intent. */
        void begin(UnitOfWork work, String id);
    }

    private final IntentRequest request;
    private final Movement movement;

    /**
     * The command.
     *
     * @param request what is asked for
     * @param access whose
     * @param flow how transfers go
     * @param policies the runtime's
     */
    public CreateIntent(IntentRequest request, Access access, Flow flow, PolicyWork policies) {
        this.request = request;
        boolean isControlled = request.primitives().contains(Primitive.POLICY);
        this.movement = request.isRouted()
                ? routed(new CreateTransfer(request.movement(), access, flow, policies), isControlled)
                : new PostMovement(request.movement(), access, policies, isControlled);
    }

    private static Movement routed(CreateTransfer transfer, boolean isControlled) {
        return new Movement() {
            @Override
            public void reads(Reads reads) {
                transfer.reads(reads);
            }

            @Override
            public void begin(UnitOfWork work, String id) {
                transfer.create(work, id, isControlled);
            }
        };
    }

    @Override
    public Operation operation() {
        return Operations.CREATE_INTENT;
    }

    @Override
    public IdempotencyKey key() {
        return request.movement().key();
    }

    @Override
    public void request(CanonicalJson json) {
        IntentText.write(json, request);
    }

    @Override
    public void reads(Reads reads) {
        movement.reads(reads);
    }

    @Override
    public String decide(UnitOfWork work) {
        String id = request.isRouted() ? work.newId("tr", 1) : work.newId("in");
        work.record(new UnitOfWork.Draft(
                IntentText.ACCEPTED, request.intentId(), id, json -> IntentText.writeBody(json, request)));
        movement.begin(work, id);
        return id;
    }

    @Override
    public String replayed(Event first) {
        return first.correlation().orElseThrow();
    }
}
