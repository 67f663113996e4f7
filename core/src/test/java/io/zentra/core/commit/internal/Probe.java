package io.zentra.core.commit.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.RowType;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A module of two small tables, and commands made of lambdas. */
public final class Probe {
    /** Rows that lanes keep in memory. */
    public static final RowType<String, Row> KEPT = type("zentra_probe").kept();

    /** Rows that lanes read each time. */
    public static final RowType<String, Row> FRESH = type("zentra_fresh");

    /** The module. */
    public static final Module MODULE =
            new Module("probe", Probe.class, List.of("0001_probe.sql"), List.of(KEPT, FRESH));

    private Probe() {}

    /** A row. */
    public record Row(String name, long value, @Nullable String target) {}

    /** A plain command. */
    public record Plain<R>(Consumer<Reads> named, Function<UnitOfWork, R> decision) implements Command<R> {
        @Override
        public Operation operation() {
            return new Operation(9_001, "probe.plain");
        }

        @Override
        public void reads(Reads reads) {
            named.accept(reads);
        }

        @Override
        public R decide(UnitOfWork work) {
            return decision.apply(work);
        }
    }

    /** A keyed command whose result is the sequence of its first event. */
    public record Once(String name, String request, Consumer<Reads> named, Consumer<UnitOfWork> decision)
            implements Command.Keyed<Long> {
        @Override
        public Operation operation() {
            return new Operation(9_002, "probe.once");
        }

        @Override
        public IdempotencyKey key() {
            return IdempotencyKey.of(name);
        }

        @Override
        public void request(CanonicalJson json) {
            json.beginObject().member("request", request).endObject();
        }

        @Override
        public void reads(Reads reads) {
            named.accept(reads);
        }

        @Override
        public Long decide(UnitOfWork work) {
            long first = work.nextSeq();
            decision.accept(work);
            return first;
        }

        @Override
        public Long replayed(Event first) {
            return first.seq();
        }
    }

    /** A keyed command that adds to a row and records an event. */
    public static Once add(RowType<String, Row> type, String key, String row, long amount) {
        return new Once(key, row + amount, reads -> reads.need(type, row), work -> {
            Row before = work.get(type, row);
            work.put(type, new Row(row, (before == null ? 0 : before.value()) + amount, null));
            happened(work, "probe.added");
        });
    }

    /** Records an event without facts. */
    public static long happened(UnitOfWork work, String type) {
        return work.record(new UnitOfWork.Draft(
                type, null, null, json -> json.beginObject().endObject()));
    }

    /** The value of a stored row as the write path sees it, -1 when there is none. */
    public static long value(ZentraCore core, Access access, RowType<String, Row> type, String name) {
        return core.commits().run(access, new Plain<>(reads -> reads.need(type, name), work -> {
            Row row = work.get(type, name);
            return row == null ? -1 : row.value();
        }));
    }

    /** A handle of a new tenant. */
    public static Access tenant(ZentraCore core, String id) {
        Actor actor = Actor.service("test");
        return new Access(core.tenants().create(TenantId.of(id), TenantConfig.standard(), actor), actor);
    }

    private static RowType<String, Row> type(String table) {
        return RowType.of(table, Row::name)
                .key(List.of(text("name")), (key, out) -> out.text(key))
                .values(
                        List.of(integer("amount"), text("target")),
                        (row, out) -> out.integer(row.value()).text(row.target()))
                .read(in -> new Row(in.text(), in.integer(), in.textOrNull()));
    }
}
