package io.zentra.ledger.internal.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.Hold;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.internal.HoldList;
import io.zentra.ledger.internal.ImportLine;
import io.zentra.ledger.internal.Line;
import io.zentra.ledger.internal.LineKeys;
import io.zentra.ledger.internal.LineText;
import io.zentra.ledger.internal.PlanExpiries;
import io.zentra.ledger.internal.file.LineFile.Numbered;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Imports a file, some lines at a time, in their order. What an earlier import did is skipped without writing anything. */
public final class Importing {
    private static final int CHUNK = 500;

    /** Lines may be long: of this many entries no more are waiting. */
    private static final int CHUNK_ENTRIES = 10_000;

    private static final int PAGE = 500;

    private final Handle handle;
    private final ImportOptions options;
    private final LineCheck check;
    private final Tally tally = new Tally();
    private final List<Numbered> chunk = new ArrayList<>();
    private final Set<IdempotencyKey> keys = new HashSet<>();
    private int entries;
    private boolean hasHolds;

    /** Checks a line that was read, beyond what it is by itself. */
    @FunctionalInterface
    public interface LineCheck {
        /**
         * Checks it.
         *
         * @throws ZentraException why it cannot be imported
         */
        void require(Line line);
    }

    /** A line to send, with the keys that are right for it. */
    private record Sent(Numbered numbered, ImportLine command) {}

    /** An import for the handle's tenant; for one run. */
    public Importing(Handle handle, ImportOptions options, LineCheck check) {
        this.handle = handle;
        this.options = options;
        this.check = check;
    }

    /** Imports what the file has. */
    public ImportReport run(LineFile file) throws IOException {
        long last = 0;
        for (Numbered next = file.next(); next != null; next = file.next()) {
            last = next.number();
            add(next);
            if (isStopped()) {
                return tally.report(false);
            }
        }
        send();
        if (isStopped()) {
            return tally.report(false);
        }
        Optional<ZentraException> missing = file.missing();
        if (missing.isPresent()) {
            refuse(last, "", missing.get());
        } else if (hasHolds) {
            planExpiries();
        }
        return tally.report(missing.isEmpty());
    }

    private boolean isStopped() {
        return options.stopsAtFirst() && tally.hasRefusals();
    }

    private void add(Numbered next) {
        Line line = next.line();
        ZentraException fault = next.fault();
        if (line != null) {
            fault = unfit(line);
        }
        if (line == null || fault != null) {
            send();
            refuse(next.number(), line == null ? "" : line.key().value(), Objects.requireNonNull(fault));
            return;
        }
        Line.Reference reference = line.reference();
        boolean waits = keys.contains(line.key()) || (reference != null && keys.contains(reference.line()));
        if (waits || chunk.size() == CHUNK || entries >= CHUNK_ENTRIES) {
            send();
        }
        chunk.add(next);
        entries += line.size();
        keys.add(line.key());
        hasHolds |= line instanceof Line.Placed;
        if (options.stopsAtFirst()) {
            send();
        }
    }

    private @Nullable ZentraException unfit(Line line) {
        try {
            check.require(line);
            return null;
        } catch (ZentraException fault) {
            return fault;
        }
    }

    /** Sends what came together; a line may refer to those before it, which are durable then. */
    private void send() {
        if (chunk.isEmpty()) {
            return;
        }
        Set<IdempotencyKey> named = new HashSet<>(keys);
        for (Numbered numbered : chunk) {
            Line.Reference reference = Objects.requireNonNull(numbered.line()).reference();
            if (reference != null) {
                named.add(reference.line());
            }
        }
        Tries tries = Tries.of(handle, named);
        List<Sent> sent = new ArrayList<>();
        for (Numbered numbered : chunk) {
            plan(numbered, Objects.requireNonNull(numbered.line()), tries, sent);
        }
        chunk.clear();
        keys.clear();
        entries = 0;
        send(sent);
    }

    /** Decides by the last try of a line whether, and under which key, it is sent. */
    private void plan(Numbered numbered, Line line, Tries tries, List<Sent> sent) {
        Optional<Tries.Last> last = tries.last(line.key());
        int number = last.map(Tries.Last::number).orElse(1);
        if (last.isPresent()) {
            boolean same = isSame(line, last.get());
            boolean refused = last.get().wasRefused();
            if (refused && options.retriesRefused() && number < LineKeys.MAX_TRIES) {
                number++;
            } else if (same && refused) {
                JsonNode body = last.get().first().body();
                tally.refused(
                        numbered.number(),
                        line.key().value(),
                        ErrorCode.of(body.path("code").asText()),
                        body.path("message").asText());
                return;
            } else if (same) {
                tally.alreadyThere();
                return;
            }
        }
        boolean conflicts = last.isPresent() && number == last.get().number();
        Line.Reference reference = line.reference();
        IdempotencyKey referred = reference == null ? null : referred(reference, tries);
        Sent one = new Sent(numbered, new ImportLine(line, LineKeys.ofTry(line.key(), number), referred));
        if (conflicts) {
            sendAlone(one); // it changes nothing, and is to be on the journal
        } else {
            sent.add(one);
        }
    }

    private static boolean isSame(Line line, Tries.Last last) {
        return Json.of(json -> LineText.write(json, line)).equals(last.first().request());
    }

    private static IdempotencyKey referred(Line.Reference reference, Tries tries) {
        int number = tries.last(reference.line()).map(Tries.Last::number).orElse(1);
        return LineKeys.ofTry(reference.line(), number);
    }

    private void send(List<Sent> sent) {
        if (sent.size() == 1) {
            sendAlone(sent.get(0));
            return;
        }
        List<Outcome<Boolean>> outcomes = handle.ownCommits()
                .runAll(handle.access(), sent.stream().map(Sent::command).toList());
        for (int i = 0; i < sent.size(); i++) {
            count(sent.get(i), outcomes.get(i));
        }
    }

    private void sendAlone(Sent one) {
        try {
            count(one, handle.ownCommits().run(handle.access(), one.command()));
        } catch (ZentraException refusal) {
            if (refusal.code() != ErrorCode.IDEMPOTENCY_CONFLICT) {
                throw refusal;
            }
            refuse(one.numbered().number(), key(one), refusal);
        }
    }

    private void count(Sent sent, Outcome<Boolean> outcome) {
        outcome.match(
                changed -> {
                    if (changed) {
                        tally.imported();
                    } else {
                        tally.alreadyThere();
                    }
                    return true;
                },
                first -> {
                    if (first instanceof Outcome.Declined<Boolean> declined) {
                        return refused(sent, declined);
                    }
                    tally.alreadyThere();
                    return true;
                },
                declined -> refused(sent, declined));
    }

    private boolean refused(Sent sent, Outcome.Declined<Boolean> declined) {
        tally.refused(sent.numbered().number(), key(sent), declined.code(), declined.message());
        return false;
    }

    private void refuse(long line, String key, ZentraException fault) {
        tally.refused(line, key, fault.code(), fault.reason());
    }

    private static String key(Sent sent) {
        return sent.command().line().key().value();
    }

    /** Now that all lines are there, holds may expire; what was planned before stays. */
    private void planExpiries() {
        String after = "";
        List<Hold> page;
        do {
            page = new HoldList(handle.queries(), handle.tenantNo()).list(after, PAGE);
            List<String> expiring = page.stream()
                    .filter(hold -> hold.expiresAt() != null)
                    .map(Hold::id)
                    .toList();
            if (!expiring.isEmpty()) {
                handle.ownCommits().run(handle.access(), new PlanExpiries(expiring));
            }
            after = page.isEmpty() ? after : page.get(page.size() - 1).id();
        } while (!page.isEmpty());
    }
}
