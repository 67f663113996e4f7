package io.zentra.runtime.internal.intent;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.runtime.intent.IntentAction;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.CreateTransfer;
import io.zentra.runtime.internal.transfer.Means;

/**
 * Accepts an intent and, in the same commit, creates the transfer that it goes as, posts what it moves, or does what it does to
 * an account.
 */
public final class CreateIntent implements Command.Keyed<String> {
    /** What an intent goes as. */
    interface Deed {
        /** Names the rows that it decides from. */
        void reads(Reads reads);

        /** Does it; the id holds the sequence of its own first event, or that of the intent. */
        void begin(UnitOfWork work, String id);
    }

    private final IntentRequest request;
    private final Deed deed;

    /**
     * The command.
     *
     * @param request what is asked for
     * @param means what it is carried out with
     */
    public CreateIntent(IntentRequest request, Means means) {
        this.request = request;
        this.deed = deed(request, means);
    }

    private static Deed deed(IntentRequest request, Means means) {
        if (!(request.action() instanceof IntentAction.Move move)) {
            return new AccountDeed(request);
        }
        boolean isControlled = request.primitives().contains(Primitive.POLICY);
        return request.isRouted()
                ? routed(new CreateTransfer(move.movement(), means), isControlled)
                : new PostMovement(move.movement(), means.access(), means.policies(), isControlled);
    }

    private static Deed routed(CreateTransfer transfer, boolean isControlled) {
        return new Deed() {
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
        return IdempotencyKey.of(request.intentId());
    }

    @Override
    public void request(CanonicalJson json) {
        IntentText.write(json, request);
    }

    @Override
    public void reads(Reads reads) {
        deed.reads(reads);
    }

    @Override
    public String decide(UnitOfWork work) {
        String id = request.isRouted() ? work.newId("tr", 1) : work.newId("in");
        work.record(new UnitOfWork.Draft(
                IntentText.ACCEPTED, request.intentId(), id, json -> IntentText.writeBody(json, request)));
        deed.begin(work, id);
        return id;
    }

    @Override
    public String replayed(Event first) {
        return first.correlation().orElseThrow();
    }
}
