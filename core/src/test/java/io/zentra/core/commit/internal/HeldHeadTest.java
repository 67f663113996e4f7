package io.zentra.core.commit.internal;

import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A transaction of the host's holds the head of one tenant, and others share its lane. The lane used to wait ten seconds
 * for that head while all others waited for the lane, and then failed the commands of all of them.
 */
@Timeout(120)
class HeldHeadTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int PAYMENTS = 20;

    /** Far below what the lane used to wait, and far above what it waits now. */
    private static final int SECONDS = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE") // where a writer holds the database, not a head
    void servesOthersWhileTheHeadOfOneTenantIsHeld(Databases database) throws Exception {
        with(database, LONG, story -> {
            story.hold();
            List<CompletableFuture<Outcome<Long>>> held = story.startTogether();
            for (int i = 0; i < PAYMENTS; i++) {
                int no = i;
                within(CompletableFuture.supplyAsync(
                        () -> story.core.commits().run(story.other, add(KEPT, "o" + no, "row", 1))));
            }

            assertThat(held).noneMatch(CompletableFuture::isDone);
            story.connection.commit();
            List<Long> events = List.of(
                    within(held.get(0)).orElseThrow(), within(held.get(1)).orElseThrow());
            assertThat(events).as("in the order in which they came").isSorted();
            assertThat(value(story.core, story.acme, KEPT, "row")).isEqualTo(111);
            assertThat(value(story.core, story.other, KEPT, "row")).isEqualTo(PAYMENTS + 1);
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
    void namesTheTenantWhoseHeadIsHeldForTooLong(Databases database) throws Exception {
        with(database, SHORT, story -> {
            story.hold();
            for (CompletableFuture<Outcome<Long>> held : story.startTogether()) {
                assertHeld(held);
            }
            story.connection.rollback();

            assertThat(story.core
                            .commits()
                            .run(story.acme, add(KEPT, "a", "row", 1))
                            .isReplay())
                    .isFalse();
            assertThat(value(story.core, story.acme, KEPT, "row")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
    void answersThoseWhoWaitForAHeadBeforeItCloses(Databases database) throws Exception {
        with(database, SHORT, story -> {
            story.hold();
            CompletableFuture<Outcome<Long>> held = story.core.commits().runAsync(story.acme, add(KEPT, "a", "row", 1));
            story.core.close();

            assertHeld(held);
        });
    }

    private static void assertHeld(CompletableFuture<Outcome<Long>> held) {
        CompletionException told = catchThrowableOfType(CompletionException.class, () -> within(held));
        assertThat(told.getCause()).isInstanceOfSatisfying(ZentraException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
            assertThat(e.details()).containsEntry("tenant", "acme");
        });
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Two tenants of one lane, and a transaction of the host's. */
    private record Story(ZentraCore core, Access acme, Access other, Connection connection) {
        void hold() {
            core.handle(acme, connection)
                    .commits()
                    .run(acme, add(KEPT, "host", "row", 100))
                    .orElseThrow();
        }

        /** Sends two commands of the held tenant and one of the other, for one batch; the other's is answered. */
        List<CompletableFuture<Outcome<Long>>> startTogether() {
            Gate gate = Gate.close(core, other);
            CompletableFuture<Outcome<Long>> first = core.commits().runAsync(acme, add(KEPT, "a", "row", 1));
            CompletableFuture<Outcome<Long>> second = core.commits().runAsync(acme, add(KEPT, "b", "row", 10));
            CompletableFuture<Outcome<Long>> others = core.commits().runAsync(other, add(KEPT, "o", "row", 1));
            gate.open();
            within(others).orElseThrow();
            return List.of(first, second);
        }
    }

    private interface Telling {
        void tell(Story story) throws Exception;
    }

    private void with(Databases database, Duration retryFor, Telling telling) throws Exception {
        Storage storage = database.create(folder);
        DataSource hosts = storage.open();
        try (AutoCloseable pool = (AutoCloseable) hosts;
                ZentraCore core = ZentraCore.open(
                        ZentraCore.Settings.of(Storage.of(hosts, storage.dialect()))
                                .withLimits(CommitLimits.standard().withWaits(Duration.ofSeconds(5), retryFor)),
                        List.of(Probe.MODULE));
                Connection connection = hosts.getConnection()) {
            assertThat(pool).isNotNull();
            connection.setAutoCommit(false);
            telling.tell(new Story(core, Probe.tenant(core, "acme"), Probe.tenant(core, "other"), connection));
            connection.rollback();
        }
    }
}
