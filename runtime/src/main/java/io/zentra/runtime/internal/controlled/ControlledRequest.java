package io.zentra.runtime.internal.controlled;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.policy.Corridor;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Proposal;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.internal.transfer.TransferRequestText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lines to move under a policy.
 *
 * @param mode whether they are posted or held
 * @param proposal what they mean
 * @param lines the lines
 * @param expiresAt when a hold expires; null for never
 */
public record ControlledRequest(
        Mode mode,
        Proposal proposal,
        PostingRequest lines,
        @Nullable Instant expiresAt) {
    /** The name of the policy that is asked about intents that move within the ledger. */
    public static final String INTENT = "intent";

    /** What becomes of the lines. */
    public enum Mode {
        /** They are posted. */
        POST,
        /** They are held. */
        HOLD
    }

    /**
     * Checks that lines and proposal tell the same, so that no limit is passed by telling less: all lines are of the
     * amount's asset and come to it, and the source is the only account of its side.
     *
     * @throws ZentraException {@code proposal_mismatch}, or as for posting
     */
    public void requireSound(TenantConfig config) {
        LedgerWork.requireSound(lines, config, mode == Mode.HOLD);
        Money amount = proposal.amount();
        for (EntryRequest line : lines.entries()) {
            if (!line.amount().asset().equals(amount.asset())) {
                throw mismatch(
                        "amount " + amount, "a line moves " + line.amount().asset());
            }
        }
        if (!moved(line -> line.side() == Side.DEBIT).equals(BigInteger.valueOf(amount.minor()))) {
            throw mismatch("amount " + amount, "the lines debit " + moved(line -> line.side() == Side.DEBIT));
        }
        requireWholeSide(amount);
        requireOpposite();
    }

    private BigInteger moved(Predicate<EntryRequest> which) {
        return lines.entries().stream()
                .filter(which)
                .map(line -> BigInteger.valueOf(line.amount().minor()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void requireWholeSide(Money amount) {
        Proposal.End source = proposal.source();
        if (source == null) {
            return;
        }
        Side side = side(source);
        boolean alone = lines.entries().stream()
                .allMatch(line -> (line.side() == side) == line.account().equals(source.account()));
        if (side == null || !alone) {
            throw mismatch("source " + source.account(), "it is not the only account that " + amount + " comes from");
        }
    }

    private void requireOpposite() {
        Proposal.End destination = proposal.destination();
        if (destination == null) {
            return;
        }
        Side from = proposal.source() == null ? null : side(proposal.source());
        boolean reached = lines.entries().stream()
                .anyMatch(line -> line.account().equals(destination.account()) && line.side() != from);
        if (!reached) {
            throw mismatch("destination " + destination.account(), "no line brings anything there");
        }
    }

    /** The side of an account's first line; null when it has none. */
    private @Nullable Side side(Proposal.End end) {
        return lines.entries().stream()
                .filter(line -> line.account().equals(end.account()))
                .map(EntryRequest::side)
                .findFirst()
                .orElse(null);
    }

    private ZentraException mismatch(String told, String found) {
        return ZentraException.of(
                ErrorCode.PROPOSAL_MISMATCH,
                "the proposal tells the " + told + ", and " + found + ": propose what the lines do",
                Map.of("key", lines.key().value(), "proposed", told));
    }

    /** Names the accounts of the lines. */
    public void needLines(Reads reads) {
        for (EntryRequest line : lines.entries()) {
            LedgerWork.needAccount(reads, line.account());
        }
        LedgerWork.needConditions(reads, lines);
        LedgerWork.needEffectiveTime(reads, lines.entries(), lines.effectiveAt());
    }

    /** The proposal with what the accounts tell of themselves, as far as they are loaded. */
    public Proposal known(Reads reads) {
        return known(id -> LedgerWork.metadata(reads, id));
    }

    /** The same in a decision. */
    public Proposal known(UnitOfWork work) {
        return known(id -> LedgerWork.metadata(work, id));
    }

    private Proposal known(Function<String, Map<String, String>> accounts) {
        Proposal known = proposal;
        Proposal.End source = known.source();
        Map<String, String> ofSource = source == null ? Map.of() : accounts.apply(source.account());
        if (source != null && !ofSource.isEmpty()) {
            known = known.from(source.account(), merged(source, ofSource));
        }
        Proposal.End destination = known.destination();
        Map<String, String> ofDestination = destination == null ? Map.of() : accounts.apply(destination.account());
        if (destination != null && !ofDestination.isEmpty()) {
            known = known.to(destination.account(), merged(destination, ofDestination));
        }
        return known;
    }

    private static Map<String, String> merged(Proposal.End end, Map<String, String> ofAccount) {
        Map<String, String> merged = new TreeMap<>(end.attributes());
        merged.putAll(ofAccount);
        return merged;
    }

    /**
     * Moves the lines under a decision that lets them.
     *
     * @param correlation the id that the events belong to when the lines name none; null for none
     */
    public Ruling move(UnitOfWork work, DecisionRecord decision, @Nullable String correlation) {
        LedgerWork.requireConditions(work, lines);
        LedgerWork.Draft draft = LedgerWork.Draft.of(lines).decidedBy(decision.id());
        if (draft.correlation() == null && correlation != null) {
            draft = draft.belongingTo(correlation);
        }
        return mode == Mode.POST
                ? new Ruling.Posted(decision, LedgerWork.post(work, draft))
                : new Ruling.Held(decision, LedgerWork.hold(work, draft, expiresAt));
    }

    /** What an intent moves within the ledger. */
    public static ControlledRequest ofIntent(TransferRequest movement) {
        Proposal proposal = Proposal.of(INTENT, movement.amount())
                .from(movement.source(), Map.of())
                .to(movement.destination(), Map.of())
                .scope(Objects.requireNonNull(movement.scope()))
                .metadata(movement.metadata());
        PostingRequest lines = PostingRequest.of(
                        movement.source(),
                        movement.destination(),
                        movement.amount(),
                        movement.key().value())
                .metadata(movement.metadata());
        Corridor countries = movement.countries();
        return new ControlledRequest(
                Mode.POST, countries == null ? proposal : proposal.countries(countries), lines, null);
    }

    /** Writes it as a request. */
    void write(CanonicalJson json) {
        json.beginObject().optionalMember("expires_at", expiresAt == null ? null : expiresAt.toString());
        LedgerWork.write(json.name("lines"), lines);
        json.member("mode", mode.name().toLowerCase(Locale.ROOT));
        proposal.write(json.name("proposal"));
        json.endObject();
    }

    /** Reads it from the event that keeps it. */
    static ControlledRequest read(Event first) {
        JsonNode request = first.request();
        if (request.has("movement")) {
            return ofIntent(TransferRequestText.read(first));
        }
        String expiresAt = request.path("expires_at").textValue();
        return new ControlledRequest(
                Mode.valueOf(request.path("mode").asText().toUpperCase(Locale.ROOT)),
                Proposal.read(request.path("proposal")),
                LedgerWork.read(
                        request.path("lines"), IdempotencyKey.of(first.key().orElseThrow())),
                expiresAt == null ? null : Instant.parse(expiresAt));
    }
}
