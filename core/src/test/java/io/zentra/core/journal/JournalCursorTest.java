package io.zentra.core.journal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.INVALID_CONFIGURATION;
import static io.zentra.core.error.ErrorCode.INVALID_ID;
import static io.zentra.core.error.ErrorCode.PERMISSION_DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Permission;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class JournalCursorTest {
    private static final int EVENTS = 400;

    @TempDir
    Path folder;

    /** While many write, a reader that goes on from where it stands gets every event once and in order. */
    @ParameterizedTest
    @EnumSource
    void missesNothingWhileOthersWrite(Databases database) {
        try (ZentraCore core = open(database.create(folder))) {
            Access acme = Probe.tenant(core, "acme");
            CompletableFuture<Void> writers = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < EVENTS; i += 20) {
                    List<CompletableFuture<?>> some = new ArrayList<>();
                    for (int j = i; j < i + 20; j++) {
                        some.add(core.commits().runAsync(acme, Probe.add(Probe.KEPT, "k" + j, "row", 1)));
                    }
                    some.forEach(CompletableFuture::join);
                }
            });
            List<Long> taken = new ArrayList<>();
            JournalCursor cursor = core.journal(acme).cursor("index");
            while (taken.size() < EVENTS) {
                List<Event> page = cursor.next(37);
                page.forEach(event -> taken.add(event.seq()));
                if (!page.isEmpty()) {
                    cursor.advanceTo(page.get(page.size() - 1).seq());
                }
            }
            writers.join();

            assertThat(taken)
                    .isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
            assertThat(cursor.next(10)).isEmpty();
        }
    }

    @Test
    void neverGoesBack() {
        try (ZentraCore core = open(Storage.inMemory())) {
            JournalCursor cursor = written(core, 5).cursor("index");

            assertThat(cursor.position()).isZero();
            assertThat(cursor.advanceTo(-3)).isZero();
            assertThat(cursor.advanceTo(3)).isEqualTo(3);
            assertThat(cursor.advanceTo(1)).isEqualTo(3);
            assertThat(cursor.next(10).stream().map(Event::seq)).containsExactly(4L, 5L);
        }
    }

    /** A position behind the end was once taken as it came, and the events up to it were never seen. */
    @Test
    void neverGoesBeyondTheEnd() {
        try (ZentraCore core = open(Storage.inMemory())) {
            JournalCursor cursor = written(core, 5).cursor("index");

            assertRefused(INVALID_CONFIGURATION, () -> cursor.advanceTo(6));
            assertThat(cursor.advanceTo(5)).isEqualTo(5);
            assertRefused(INVALID_CONFIGURATION, () -> cursor.advanceTo(Long.MAX_VALUE));
            assertThat(cursor.position()).isEqualTo(5);
        }
    }

    @Test
    void sharesItsPositionWithThoseOfItsNameAndNoOthers() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Journal journal = written(core, 5);
            journal.cursor("index").advanceTo(4);

            assertThat(journal.cursor("index").position()).isEqualTo(4);
            assertThat(journal.cursor("mail").position()).isZero();
            assertThat(core.journal(Probe.tenant(core, "other")).cursor("index").position())
                    .isZero();
        }
    }

    @Test
    void isForThoseWhoMayRead() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            Journal blind = core.journal(new Access(acme.tenant(), acme.actor().allowedOnly()));

            assertRefused(PERMISSION_DENIED, () -> blind.cursor("index"));
            assertRefused(PERMISSION_DENIED, () -> blind.after(0, 1));
            assertRefused(PERMISSION_DENIED, () -> blind.timeline("x"));
            assertRefused(PERMISSION_DENIED, blind::size);
            assertRefused(INVALID_ID, () -> core.journal(acme).cursor("a b"));
        }
    }

    /** Who may read could move the cursor of an index, which then missed what was between. */
    @Test
    void isMovedByThoseWhoMayFollow() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            written(core, acme, 5);
            JournalCursor read = core.journal(allowed(acme, Permission.READ)).cursor("index");
            JournalCursor followed = core.journal(allowed(acme, Permission.READ, Permission.FOLLOW_JOURNAL))
                    .cursor("index");

            assertRefused(PERMISSION_DENIED, () -> read.advanceTo(3));
            assertThat(read.position()).isZero();
            assertThat(followed.advanceTo(3)).isEqualTo(3);
            assertThat(read.next(1)).extracting(Event::seq).containsExactly(4L);
        }
    }

    private static Access allowed(Access access, Permission... permissions) {
        return new Access(access.tenant(), access.actor().allowedOnly(permissions));
    }

    private static Journal written(ZentraCore core, int events) {
        return written(core, Probe.tenant(core, "acme"), events);
    }

    private static Journal written(ZentraCore core, Access acme, int events) {
        for (int i = 0; i < events; i++) {
            core.commits().run(acme, Probe.add(Probe.KEPT, "k" + i, "row", 1)).orElseThrow();
        }
        return core.journal(acme);
    }

    private static ZentraCore open(Storage storage) {
        return ZentraCore.open(ZentraCore.Settings.of(storage), List.of(Probe.MODULE));
    }
}
