package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.Shown;
import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.json.StrictJson;
import io.zentra.core.json.StrictValue;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Basis;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.Line.Brought;
import io.zentra.ledger.internal.Line.Captured;
import io.zentra.ledger.internal.Line.Changed;
import io.zentra.ledger.internal.Line.Corrected;
import io.zentra.ledger.internal.Line.HoldMoved;
import io.zentra.ledger.internal.Line.HoldVerb;
import io.zentra.ledger.internal.Line.Limited;
import io.zentra.ledger.internal.Line.Opened;
import io.zentra.ledger.internal.Line.Period;
import io.zentra.ledger.internal.Line.Placed;
import io.zentra.ledger.internal.Line.Posted;
import io.zentra.ledger.internal.Line.Reference;
import io.zentra.ledger.internal.Line.Ruled;
import io.zentra.ledger.internal.Line.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines out of JSON from outside: each member has its kind, and none is unknown. */
public final class LineReader {
    /** {@code invalid_line}, with the path of what is wrong. */
    public static final StrictJson.Faults FAULTS = (path, what) -> Members.invalid(
            path.equals(StrictJson.WHOLE) ? "the line " + what : "the member \"" + path.substring(2) + "\" " + what);

    private LineReader() {}

    /**
     * Reads a line.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_line}, or the code of what a value is not fit for
     */
    public static Line read(StrictValue object) {
        Members in = new Members(object);
        String type = in.text("type");
        IdempotencyKey key = LineKeys.require(in.text("key"));
        Source source = new Source(
                in.optionalTime("at"),
                in.optionalText("actor"),
                in.optionalText("id"),
                in.optionalText("idempotency_key"));
        Line line = switch (type) {
            case "account" -> new Opened(key, source, readAccount(in));
            case "limits" -> readLimits(in, key, source);
            case "status" -> new Changed(key, source, account(in), in.word("status", AccountStatus::of));
            case "posting" -> new Posted(key, source, readDated(in, key), readReverses(in), readBasis(in));
            case "correction" ->
                new Corrected(
                        key,
                        source,
                        reference(in, "corrects"),
                        in.optionalTime("reversed_at"),
                        Metadata.require(in.texts("reversal_metadata")),
                        readDated(in, key));
            case "capture" ->
                new Captured(
                        key,
                        source,
                        reference(in, "hold"),
                        readLines(in),
                        in.flag(CaptureHold.FINAL),
                        in.optionalTime("effective_at"),
                        Metadata.require(in.texts("metadata")));
            case "hold" -> new Placed(key, source, readPosting(in, key), in.optionalTime("expires_at"));
            case "hold_change" -> readMoved(in, key, source);
            case "opening" -> readBrought(in, key, source);
            case "period" ->
                new Period(key, source, in.time("closed_before"), in.word("change", LineReader::isReopened));
            case "backdating" -> new Ruled(key, source, in.word("rule", Backdating::of));
            default -> throw Members.invalid("no line has the type \"" + Shown.of(type) + "\"");
        };
        in.requireNoOthers();
        return line;
    }

    private static String account(Members in) {
        return Identifier.require("account", in.text("account"));
    }

    private static Reference reference(Members in, String name) {
        return reference(in.text(name));
    }

    /** A line's key, with {@code #1} behind it for the second of two postings. */
    private static Reference reference(String text) {
        int place = text.indexOf(Reference.PLACE);
        if (place < 0) {
            return Reference.of(LineKeys.require(text));
        }
        if (!text.substring(place).equals(Reference.PLACE + "1")) {
            throw Members.invalid("the reference \"" + Shown.of(text) + "\" leads to no posting: " + Reference.PLACE
                    + "1 means the second of a line");
        }
        return new Reference(LineKeys.require(text.substring(0, place)), 1);
    }

    private static @Nullable Reference readReverses(Members in) {
        String text = in.optionalText("reverses");
        return text == null ? null : reference(text);
    }

    private static HoldMoved readMoved(Members in, IdempotencyKey key, Source source) {
        HoldVerb verb = in.word("change", HoldVerb::of);
        return new HoldMoved(
                key,
                source,
                reference(in, "hold"),
                verb,
                in.integers("remaining_minor"),
                verb == HoldVerb.EXTENDED ? in.time("expires_at") : null);
    }

    private static Limited readLimits(Members in, IdempotencyKey key, Source source) {
        return new Limited(
                key, source, account(in), in.optionalInteger("floor_minor"), in.optionalInteger("ceiling_minor"));
    }

    private static Brought readBrought(Members in, IdempotencyKey key, Source source) {
        return new Brought(
                key,
                source,
                account(in),
                Money.ofMinor(in.integer("balance_minor"), in.text("asset")),
                Identifier.require("account", in.text("against")));
    }

    private static NewAccount readAccount(Members in) {
        Asset asset = Asset.parse(in.text("asset"));
        return new NewAccount(
                account(in),
                asset,
                in.word("kind", AccountKind::of),
                in.word("normal_side", Side::of),
                money(in.optionalInteger("floor_minor"), asset),
                money(in.optionalInteger("ceiling_minor"), asset),
                in.texts("metadata"));
    }

    private static boolean isReopened(String change) {
        if (!change.equals(LineText.CLOSED) && !change.equals(LineText.REOPENED)) {
            throw new IllegalArgumentException(change);
        }
        return change.equals(LineText.REOPENED);
    }

    /** What it came to must be what its rules come to, as far as they tell it without balances. */
    private static @Nullable Basis readBasis(Members in) {
        JsonNode told = in.optionalObject(BasisText.NAME);
        return told == null ? null : BasisText.require(told);
    }

    private static PostingRequest readDated(Members in, IdempotencyKey key) {
        PostingRequest posting = readPosting(in, key);
        Instant effectiveAt = in.optionalTime("effective_at");
        return effectiveAt == null ? posting : posting.effectiveAt(effectiveAt);
    }

    private static PostingRequest readPosting(Members in, IdempotencyKey key) {
        return new PostingRequest(
                key, readLines(in), LineText.correlation(in.optionalText("correlation")), in.texts("metadata"));
    }

    private static List<EntryRequest> readLines(Members in) {
        List<EntryRequest> lines = new ArrayList<>();
        for (StrictValue each : in.array("entries")) {
            Members line = new Members(each);
            Money amount = Money.ofMinor(line.integer("amount_minor"), line.text("asset"));
            lines.add(new EntryRequest(line.text("account"), line.word("side", Side::of), amount));
            line.requireNoOthers();
        }
        return lines;
    }

    private static @Nullable Money money(@Nullable Long minor, Asset asset) {
        return minor == null ? null : Money.ofMinor(minor, asset);
    }
}
