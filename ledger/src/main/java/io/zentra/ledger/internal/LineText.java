package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.Basis;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.internal.Line.Brought;
import io.zentra.ledger.internal.Line.Captured;
import io.zentra.ledger.internal.Line.Changed;
import io.zentra.ledger.internal.Line.Corrected;
import io.zentra.ledger.internal.Line.HoldMoved;
import io.zentra.ledger.internal.Line.Limited;
import io.zentra.ledger.internal.Line.Opened;
import io.zentra.ledger.internal.Line.Period;
import io.zentra.ledger.internal.Line.Placed;
import io.zentra.ledger.internal.Line.Posted;
import io.zentra.ledger.internal.Line.Reference;
import io.zentra.ledger.internal.Line.Ruled;
import io.zentra.ledger.internal.Line.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lines as JSON: in files, and as the requests of the commands that import them. {@link LineReader} reads them. */
public final class LineText {
    /** Comes before an id of Zentra's that a correlation was: in another ledger it is a word and leads to nothing. */
    private static final String FOREIGN = "of:";

    /** What happened to a period. */
    static final String CLOSED = "closed";
    /** The other thing. */
    static final String REOPENED = "reopened";

    private static final String CORRECTION = "correction";

    private LineText() {}

    /** The member {@code type} of a line. */
    public static String type(Line line) {
        if (line instanceof Opened) {
            return "account";
        } else if (line instanceof Limited) {
            return "limits";
        } else if (line instanceof Changed) {
            return "status";
        } else if (line instanceof Posted) {
            return "posting";
        } else if (line instanceof Corrected) {
            return CORRECTION;
        } else if (line instanceof Captured) {
            return "capture";
        } else if (line instanceof Placed) {
            return "hold";
        } else if (line instanceof HoldMoved) {
            return "hold_change";
        } else if (line instanceof Period) {
            return "period";
        } else if (line instanceof Ruled) {
            return "backdating";
        }
        return "opening";
    }

    /** Whether a request, as {@link #write} left it, is a correction's. */
    static boolean isCorrection(JsonNode request) {
        return request.path("type").asText().equals(CORRECTION);
    }

    /** A correlation as a line may have it. */
    public static @Nullable String correlation(@Nullable String correlation) {
        return correlation != null && EntityId.parse(correlation).isPresent() ? FOREIGN + correlation : correlation;
    }

    /** Writes a line as an object. */
    public static void write(CanonicalJson json, Line line) {
        Out out = new Out();
        out.text("type", type(line)).text("key", line.key().value());
        Source source = line.source();
        out.time("at", source.at())
                .text("actor", source.actor())
                .text("id", source.id())
                .text("idempotency_key", source.idempotencyKey());
        if (line instanceof Opened opened) {
            write(out, opened.account());
        } else if (line instanceof Limited limits) {
            out.text("account", limits.account());
            out.integer("floor_minor", limits.floorMinor()).integer("ceiling_minor", limits.ceilingMinor());
        } else if (line instanceof Changed changed) {
            out.text("account", changed.account())
                    .text("status", changed.status().code());
        } else if (line instanceof Brought brought) {
            out.text("account", brought.account()).text("against", brought.against());
            out.integer("balance_minor", brought.balance().minor());
            out.text("asset", brought.balance().asset().toString());
        } else if (line instanceof Period period) {
            out.text("change", period.reopens() ? REOPENED : CLOSED).time("closed_before", period.closedBefore());
        } else if (line instanceof Ruled ruled) {
            out.text("rule", ruled.backdating().code());
        } else {
            writeMovement(out, line);
        }
        out.write(json);
    }

    private static void writeMovement(Out out, Line line) {
        if (line instanceof Posted posted) {
            out.posting(posted.posting()).reference("reverses", posted.reverses());
            Basis basis = posted.basis();
            if (basis != null) {
                out.put(BasisText.NAME, json -> BasisText.write(json, basis));
            }
        } else if (line instanceof Corrected corrected) {
            out.posting(corrected.posting()).reference("corrects", corrected.corrects());
            out.time("reversed_at", corrected.reversedAt()).texts("reversal_metadata", corrected.words());
        } else if (line instanceof Placed placed) {
            out.posting(placed.lines()).time("expires_at", placed.expiresAt());
        } else if (line instanceof Captured captured) {
            out.reference("hold", captured.hold()).lines(captured.entries());
            out.time("effective_at", captured.effectiveAt()).texts("metadata", captured.words());
            out.put(CaptureHold.FINAL, json -> json.value(captured.isFinal()));
        } else if (line instanceof HoldMoved moved) {
            out.reference("hold", moved.hold()).text("change", moved.verb().code());
            out.time("expires_at", moved.expiresAt());
            out.put("remaining_minor", json -> {
                json.beginArray();
                moved.remainingMinor().forEach(json::value);
                json.endArray();
            });
        }
    }

    private static void write(Out out, NewAccount account) {
        out.text("account", account.id())
                .text("asset", account.asset().toString())
                .text("kind", account.kind().code())
                .text("normal_side", account.normalSide().code())
                .integer("floor_minor", ChangeLimits.minor(account.floor()))
                .integer("ceiling_minor", ChangeLimits.minor(account.ceiling()))
                .texts("metadata", account.metadata());
    }

    /** Members in any order, written in that of their names. */
    private static final class Out {
        private final Map<String, CanonicalJson.Value> members = new TreeMap<>();

        Out put(String name, CanonicalJson.Value value) {
            members.put(name, value);
            return this;
        }

        Out text(String name, @Nullable String value) {
            return value == null ? this : put(name, json -> json.value(value));
        }

        Out reference(String name, @Nullable Reference value) {
            return text(name, value == null ? null : value.toString());
        }

        Out time(String name, @Nullable Instant value) {
            return text(name, value == null ? null : value.toString());
        }

        Out integer(String name, @Nullable Long value) {
            return value == null ? this : put(name, json -> json.value(value));
        }

        Out texts(String name, Map<String, String> values) {
            return values.isEmpty()
                    ? this
                    : put(name, json -> {
                        json.beginObject();
                        new TreeMap<>(values).forEach(json::member);
                        json.endObject();
                    });
        }

        Out lines(List<EntryRequest> lines) {
            return put("entries", json -> PostingText.writeLines(json, lines));
        }

        Out posting(PostingRequest posting) {
            return lines(posting.entries())
                    .time("effective_at", posting.effectiveAt())
                    .text("correlation", posting.correlation())
                    .texts("metadata", posting.metadata());
        }

        void write(CanonicalJson json) {
            json.beginObject();
            members.forEach((name, value) -> value.write(json.name(name)));
            json.endObject();
        }
    }
}
