package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalListener;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.MemoryVault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host's listener is told of each event, in order, over failures, restarts and nodes. */
public abstract class ListenerContract {
    private static final Asset USD = Asset.iso("USD");
    private static final String NAME = "view";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final SigningKey KEY = SigningKey.generate("acme-ledger");

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final Map<String, List<Long>> heard = new TreeMap<>();
    private final List<ZentraRuntime> nodes = new ArrayList<>();
    private Storage storage;
    private DataSource source;
    private int made;

    /** For subclasses. */
    protected ListenerContract() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    final void open() {
        storage = storage();
        source = storage.open();
    }

    @AfterEach
    final void close() throws Exception {
        nodes.forEach(ZentraRuntime::close);
        if (storage.owned() && source instanceof AutoCloseable pool) {
            pool.close();
        }
    }

    @Test
    void isToldOfEachEventInItsOrder() {
        ZentraRuntime zentra = node(NAME, this::hear);
        Workspace acme = tenant(zentra, "acme");
        tenant(zentra, "other");
        zentra.runDueWork();

        assertThat(heard).containsOnlyKeys("acme", "other");
        assertThat(heard.get("acme")).isEqualTo(upTo(acme.journal().size()));
        post(acme);
        zentra.runDueWork();
        zentra.runDueWork();
        assertThat(heard.get("acme")).isEqualTo(upTo(acme.journal().size()));
    }

    @Test
    void isToldOfManyInPages() {
        List<Integer> pages = new ArrayList<>();
        ZentraRuntime zentra = node(NAME, (tenant, events) -> {
            pages.add(events.size());
            hear(tenant, events);
        });
        Workspace acme = tenant(zentra, "acme");
        long size = acme.journal().size();
        for (long more = size; more < 2 * JournalListener.MAX_EVENTS; more++) {
            post(acme);
        }
        zentra.runDueWork();

        assertThat(pages).containsExactly(JournalListener.MAX_EVENTS, JournalListener.MAX_EVENTS);
        assertThat(heard.get("acme")).isEqualTo(upTo(2L * JournalListener.MAX_EVENTS));
    }

    @Test
    void isToldAgainOfWhatItDidNotTakeAndOfNothingAfterItBefore() {
        List<Long> refused = new ArrayList<>();
        ZentraRuntime zentra = node(NAME, (tenant, events) -> {
            if (refused.size() < 2) {
                refused.add(events.get(0).seq());
                throw new IllegalStateException("the view cannot be written");
            }
            hear(tenant, events);
        });
        Workspace acme = tenant(zentra, "acme");
        zentra.runDueWork();
        post(acme);
        zentra.runDueWork();
        assertThat(refused).as("it rests").containsExactly(1L);
        clock.advance(PAUSE);
        zentra.runDueWork();
        clock.advance(PAUSE);
        zentra.runDueWork();
        assertThat(refused).as("it rests for twice as long").containsExactly(1L, 1L);
        assertThat(heard).isEmpty();

        clock.advance(PAUSE);
        zentra.runDueWork();
        assertThat(heard.get("acme")).isEqualTo(upTo(acme.journal().size()));
    }

    @Test
    void remembersUnderItsNameWhatItHasTaken() {
        ZentraRuntime before = node(NAME, this::hear);
        Workspace acme = tenant(before, "acme");
        before.runDueWork();
        post(acme);
        before.close();
        List<Long> fromFirst = new ArrayList<>();
        ZentraRuntime after = ZentraRuntime.builder()
                .storage(again())
                .clock(clock)
                .dueWorkThreads(0)
                .listener(NAME, this::hear)
                .listener("another", (tenant, events) -> events.forEach(event -> fromFirst.add(event.seq())))
                .build();
        nodes.add(after);
        after.runDueWork();

        long size = after.tenant("acme").as(Actor.service("svc_edge")).journal().size();
        assertThat(heard.get("acme")).isEqualTo(upTo(size));
        assertThat(fromFirst).isEqualTo(upTo(size));
    }

    @Test
    void isToldByOneNodeAtATime() {
        ZentraRuntime one = node(NAME, this::hear);
        ZentraRuntime two = node(NAME, this::hear);
        Workspace acme = tenant(one, "acme");
        for (int i = 0; i < 5; i++) {
            post(acme);
            (i % 2 == 0 ? one : two).runDueWork();
            (i % 2 == 0 ? two : one).runDueWork();
        }

        assertThat(heard.get("acme")).isEqualTo(upTo(acme.journal().size()));
    }

    @Test
    void noOtherNodeIsToldWhileOneIs() {
        ZentraRuntime other = node(NAME, this::hear);
        List<Long> mine = new ArrayList<>();
        ZentraRuntime one = node(NAME, (tenant, events) -> {
            events.forEach(event -> mine.add(event.seq()));
            other.runDueWork();
            assertThat(heard).isEmpty();
        });
        Workspace acme = tenant(one, "acme");
        one.runDueWork();

        assertThat(mine).isEqualTo(upTo(acme.journal().size()));
        other.runDueWork();
        assertThat(heard).isEmpty();
    }

    /** A node that hung while its listener took events comes back when another one has told of them, and of more. */
    @Test
    void whoLostTheLeaseMovesNothing() {
        ZentraRuntime quick = node(NAME, this::hear);
        List<Long> slowly = new ArrayList<>();
        Workspace[] acme = new Workspace[1];
        ZentraRuntime slow = node(NAME, (tenant, events) -> {
            events.forEach(event -> slowly.add(event.seq()));
            clock.advance(Duration.ofMinutes(2));
            quick.runDueWork();
            post(acme[0]);
            quick.runDueWork();
        });
        acme[0] = tenant(slow, "acme");
        long size = acme[0].journal().size();
        slow.runDueWork();

        assertThat(slowly).isEqualTo(upTo(size));
        assertThat(heard.get("acme")).isEqualTo(upTo(size + 1));
        post(acme[0]);
        quick.runDueWork();
        assertThat(heard.get("acme")).isEqualTo(upTo(size + 2));
    }

    @Test
    void keepsWhatItHasNotSeenFromBeingArchivedAndBeginsBehindWhatIs() {
        MemoryVault vault = new MemoryVault();
        ZentraRuntime first = node(NAME, this::hear);
        Workspace acme = tenant(first, "acme");
        first.runDueWork();
        for (int i = 0; i < 300; i++) {
            post(acme);
        }
        clock.advance(Duration.ofDays(30));
        Retention retention = Retention.before(clock.instant().minus(Duration.ofDays(2)));
        post(acme);
        assertThat(acme.archive(retention, vault))
                .as("it waits for the listener")
                .isEmpty();
        first.runDueWork();
        long archived = acme.archive(retention, vault).orElseThrow().last();

        List<Long> late = new ArrayList<>();
        ZentraRuntime second = node("late", (tenant, events) -> events.forEach(event -> late.add(event.seq())));
        second.runDueWork();
        assertThat(late)
                .isEqualTo(LongStream.rangeClosed(archived + 1, acme.journal().size())
                        .boxed()
                        .toList());
        first.runDueWork();
        assertThat(heard.get("acme")).isEqualTo(upTo(acme.journal().size()));
    }

    private void hear(String tenant, List<Event> events) {
        assertThat(events).isNotEmpty().allMatch(event -> event.tenant().equals(tenant));
        List<Long> all = heard.computeIfAbsent(tenant, key -> new ArrayList<>());
        events.forEach(event -> all.add(event.seq()));
    }

    private ZentraRuntime node(String name, JournalListener listener) {
        ZentraRuntime node = ZentraRuntime.builder()
                .storage(again())
                .clock(clock)
                .random(RandomSource.seeded(++made))
                .signingKey(KEY)
                .dueWorkThreads(0)
                .listener(name, listener)
                .build();
        nodes.add(node);
        return node;
    }

    private Storage again() {
        return Storage.of(source, storage.dialect())
                .lanes(storage.lanes())
                .migrations(nodes.isEmpty() ? MigrationMode.MIGRATE : MigrationMode.NONE);
    }

    private static Workspace tenant(ZentraRuntime zentra, String id) {
        zentra.createTenant(id, TenantConfig.standard(), Actor.service("setup"));
        Workspace workspace = zentra.tenant(id).as(Actor.service("svc_edge"));
        workspace.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        workspace.accounts().open(NewAccount.credit("customer:42", USD));
        return workspace;
    }

    private void post(Workspace acme) {
        acme.ledgers()
                .post("assets:bank", "customer:42", Money.ofMinor(1, USD), "key-" + ++made)
                .orElseThrow();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
