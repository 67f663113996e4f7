package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Column;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command whose rows the database refuses, among others in one commit. */
class PoisonTest {
    private static final RowType<Long, Long> POISON = RowType.of("poison", (Long row) -> row)
            .key(List.of(Column.integer("id")), (key, out) -> out.integer(key))
            .read(in -> in.integer());
    private static final Module MODULE =
            new Module("poison", PoisonTest.class, List.of("0001_poison.sql"), List.of(POISON));
    private static final long REFUSED = 1_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void failsAloneAmongItsNeighbours(Database database) {
        try (ZentraCore core = ZentraCore.open(ZentraCore.Settings.of(database.newStorage(folder)), List.of(MODULE))) {
            Access access = access(core);
            List<Long> ids = List.of(1L, 2L, 3L, REFUSED, 5L, 6L, 7L);
            List<CompletableFuture<Outcome<Long>>> answers = together(core, access, ids);
            for (int i = 0; i < ids.size(); i++) {
                CompletableFuture<Outcome<Long>> answer = answers.get(i);
                if (ids.get(i) == REFUSED) {
                    CompletionException told = catchThrowableOfType(CompletionException.class, answer::join);
                    assertThat(told.getCause())
                            .isInstanceOfSatisfying(
                                    ZentraException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED));
                } else {
                    assertThat(answer.join().orElseThrow()).isEqualTo(ids.get(i));
                }
            }
            assertThat(stored(core, access)).containsExactly(1L, 2L, 3L, 5L, 6L, 7L);
            core.journal(access).verify(List.of(), List.of()).requireSound();
        }
    }

    /** Rows of a refused commit lay in wait in the lane's statements and were written by the next command. */
    @ParameterizedTest
    @EnumSource
    void leavesNothingForTheNextCommand(Database database) {
        try (ZentraCore core = ZentraCore.open(ZentraCore.Settings.of(database.newStorage(folder)), List.of(MODULE))) {
            Access access = access(core);
            for (long id = 1; id <= 3; id++) {
                Insert refused = new Insert(REFUSED + id);
                ZentraException told = catchThrowableOfType(
                        ZentraException.class, () -> core.commits().run(access, refused));
                assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
                core.commits().run(access, new Insert(id)).orElseThrow();
            }
            assertThat(stored(core, access)).containsExactly(1L, 2L, 3L);
            core.journal(access).verify(List.of(), List.of()).requireSound();
        }
    }

    private static List<CompletableFuture<Outcome<Long>>> together(ZentraCore core, Access access, List<Long> ids) {
        Gate gate = new Gate();
        CompletableFuture<Boolean> passed =
                CompletableFuture.supplyAsync(() -> core.commits().run(access, gate));
        gate.awaitEntered();
        List<CompletableFuture<Outcome<Long>>> answers = new ArrayList<>();
        ids.forEach(id -> answers.add(core.commits().runAsync(access, new Insert(id))));
        gate.open();
        assertThat(passed.join()).isTrue();
        return answers;
    }

    private static Access access(ZentraCore core) {
        Actor setup = Actor.service("setup");
        return new Access(core.tenants().create(TenantId.of("acme"), TenantConfig.standard(), setup), setup);
    }

    private static List<Long> stored(ZentraCore core, Access access) {
        return core.queries().list(POISON, access.tenant().no(), "id > 0 order by id", Map.of(), 100);
    }

    /** Inserts a row and records an event. */
    private record Insert(long id) implements Command.Keyed<Long> {
        @Override
        public Operation operation() {
            return new Operation(9_001, "test.insert");
        }

        @Override
        public IdempotencyKey key() {
            return IdempotencyKey.of("insert-" + id);
        }

        @Override
        public void request(CanonicalJson json) {
            json.beginObject().member("id", id).endObject();
        }

        @Override
        public void reads(Reads reads) {}

        @Override
        public Long decide(UnitOfWork work) {
            work.append(POISON, id);
            work.record(new UnitOfWork.Draft("test.inserted", null, null, this::request));
            return id;
        }

        @Override
        public Long replayed(Event first) {
            return first.body().path("id").longValue();
        }
    }
}
