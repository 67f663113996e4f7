package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.storage.Storage;
import io.zentra.testing.contract.RawTables.Table;
import io.zentra.testing.fault.MemoryVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every table, every column and every row of a tenant to which everything has happened: a value changed, a row deleted,
 * planted, exchanged with another, or the last rows cut off. A verification finds each, or the place is listed here with
 * the reason why it is not part of the record.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryDamageTest {
    private static final long SEED = 11;
    private static final int EACH = 3;
    private static final String EVENT = "select event from zentra_journal where tenant = 1 and seq = ";
    private static final long REGISTRY = 0;
    private static final long ACME = 1;
    private static final Set<String> OF_THE_REGISTRY = Set.of("zentra_tenant", "zentra_rate_limit");

    /** Places that no event tells of, by a prefix of kind and place. */
    private static final Map<String, String> NOT_OF_THE_RECORD = Map.ofEntries(
            Map.entry(" zentra_delivery", "what was sent when is kept beside the journal: docs/decisions/0023"),
            Map.entry(" zentra_endpoint_health", "how an endpoint fares is kept beside the journal"),
            Map.entry(" zentra_webhook_message", "what was made of events is kept beside the journal"),
            Map.entry(" zentra_cursor", "how far a reader has come is the reader's own matter"),
            Map.entry(" zentra_due_work", "what is to be done when follows from the record and is not part of it"),
            Map.entry(" zentra_request_position", "as of search terms"),
            Map.entry(" zentra_search_position", "how far search terms are filled; all up to there are compared"),
            Map.entry("DELETED zentra_merkle_tile", "a missing tile is computed from the events again"),
            Map.entry("TRUNCATED zentra_merkle_tile", "a missing tile is computed from the events again"),
            Map.entry("CHANGED zentra_merkle_tile.tenant", "as a missing tile"),
            Map.entry("DELETED zentra_checkpoint", "what was handed out is kept elsewhere"),
            Map.entry("TRUNCATED zentra_checkpoint", "what was handed out is kept elsewhere"),
            Map.entry("CHANGED zentra_checkpoint.tenant", "as a missing checkpoint"));

    /** Tables that a verification that goes on compares as a whole, row by row. */
    private static final Set<String> KEPT_IN_THE_RECORD = Set.of(
            "zentra_account",
            "zentra_archive",
            "zentra_attempt",
            "zentra_backdated_sum",
            "zentra_balance",
            "zentra_business_key",
            "zentra_callback_parked",
            "zentra_endpoint",
            "zentra_endpoint_key",
            "zentra_entry_mark",
            "zentra_journal_head",
            "zentra_meter",
            "zentra_meter_log",
            "zentra_open_hold",
            "zentra_payment",
            "zentra_policy",
            "zentra_policy_trial",
            "zentra_policy_version",
            "zentra_provider_reference",
            "zentra_rate_limit",
            "zentra_reservation",
            "zentra_reversed",
            "zentra_settled",
            "zentra_review_case",
            "zentra_review_lane",
            "zentra_review_note",
            "zentra_tenant",
            "zentra_time_rule",
            "zentra_transfer",
            "zentra_transfer_volume",
            "zentra_usage",
            "zentra_usage_value");

    /** Tables of which it counts the rows, and compares those of new events. */
    private static final Set<String> COUNTED = Set.of(
            "zentra_backdated",
            "zentra_callback",
            "zentra_capture",
            "zentra_correlation",
            "zentra_hold",
            "zentra_idempotency",
            "zentra_replay",
            "zentra_request_term",
            "zentra_reversal",
            "zentra_search_term",
            "zentra_timeline");

    /** Tables of which it takes all rows of old events for unchanged. */
    private static final Set<String> TAKEN_FOR_UNCHANGED =
            Set.of("zentra_checkpoint", "zentra_entry", "zentra_journal", "zentra_merkle_tile");

    private final MemoryVault yesterday = new MemoryVault();
    private TamperStage stage;
    private RawTables raw;
    private final Map<Table, List<List<Object>>> sound =
            new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
    private final Map<Table, List<List<Object>>> ofAll = new HashMap<>();

    /** Where it happens. */
    Database database() {
        return Database.IN_MEMORY;
    }

    @BeforeAll
    void liveThroughEverything(@TempDir Path folder) {
        stage = new TamperStage(database().newStorage(folder));
        assertThat(stage.faults()).isEmpty();
        assertThat(stage.faults(VerificationPlan.full().goingOnFrom(yesterday))).isEmpty();
        yesterday.fix();
        stage.goOn();
        stage.archive();
        assertThat(stage.faults()).isEmpty();
        assertThat(stage.faults(plan(Way.GOING_ON))).isEmpty();
        raw = new RawTables(stage.source());
        for (Table table : raw.all()) {
            sound.put(table, raw.rows(table, tenant(table)));
            ofAll.put(table, raw.rows(table));
        }
    }

    @AfterAll
    void close() {
        stage.close();
    }

    /** How it is verified. */
    private enum Way {
        FROM_THE_FIRST_EVENT,
        GOING_ON;

        /** Whether it must find a damage, wherever the row is. */
        boolean finds(Damage damage) {
            String table = damage.table();
            boolean number = damage.kind() != Damage.Kind.CHANGED && damage.kind() != Damage.Kind.SWAPPED;
            return this == FROM_THE_FIRST_EVENT
                    || KEPT_IN_THE_RECORD.contains(table)
                    || (COUNTED.contains(table) && number);
        }

        /** Whether it names what became of a row, and does not only count. */
        boolean names(Damage damage) {
            return this == FROM_THE_FIRST_EVENT
                    || !COUNTED.contains(damage.table())
                    || damage.kind() == Damage.Kind.PLANTED;
        }
    }

    private VerificationPlan plan(Way way) {
        return way == Way.GOING_ON
                ? VerificationPlan.full().goingOnFrom(yesterday)
                : VerificationPlan.full().readingArchives(stage.archives());
    }

    /** A table without rows would be proven by nothing. */
    @Test
    void hasRowsInEveryTable() {
        assertThat(sound)
                .allSatisfy((table, rows) -> assertThat(rows).as(table.name()).isNotEmpty());
    }

    @Test
    void listsEveryTableOnce() {
        List<String> listed = new ArrayList<>(KEPT_IN_THE_RECORD);
        listed.addAll(COUNTED);
        listed.addAll(TAKEN_FOR_UNCHANGED);
        listed.addAll(List.of("zentra_cursor", "zentra_due_work"));
        listed.addAll(List.of("zentra_request_position", "zentra_search_position"));
        listed.addAll(List.of("zentra_delivery", "zentra_delivery_attempt", "zentra_delivery_lane"));
        listed.addAll(List.of("zentra_endpoint_health", "zentra_webhook_message"));
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        sound.keySet().stream().map(Table::name).toList());
    }

    @Test
    void listsNoPlaceThatIsNotThere() {
        Set<String> places = sound.keySet().stream()
                .flatMap(table -> Damage.all(table, sound(table), new Random(SEED)).stream())
                .map(EveryDamageTest::place)
                .collect(Collectors.toSet());
        NOT_OF_THE_RECORD
                .keySet()
                .forEach(listed -> assertThat(places.stream().anyMatch(place -> place.contains(listed)))
                        .as(listed)
                        .isTrue());
    }

    @TestFactory
    List<DynamicTest> findsASampleOfEveryDamage() {
        return tests(EACH);
    }

    @TestFactory
    @Tag("long")
    List<DynamicTest> findsEveryDamage() {
        return tests(Integer.MAX_VALUE);
    }

    private List<DynamicTest> tests(int each) {
        return Stream.of(Way.values())
                .flatMap(way -> sound.keySet().stream()
                        .filter(table -> !byPlace(table, way).isEmpty())
                        .map(table -> DynamicTest.dynamicTest(
                                way + " " + table.name(),
                                () -> byPlace(table, way)
                                        .forEach((place, damages) -> requireFound(table, damages, each, way)))))
                .toList();
    }

    /** Whoever puts the whole database back to what it was an hour ago leaves sound books: only a checkpoint elsewhere tells. */
    @Test
    void findsADatabaseThatWasPutBack() {
        try (TamperStage later = new TamperStage(Storage.inMemory())) {
            RawTables its = new RawTables(later.source());
            Map<Table, List<List<Object>>> before = new HashMap<>();
            its.all().forEach(table -> before.put(table, its.rows(table, tenant(table))));
            later.pay("to-be-undone");
            later.acme().journal().checkpoint();
            before.forEach((table, rows) ->
                    assertThat(its.replace(table, tenant(table), rows)).isTrue());

            assertThat(later.acme().verify().faults())
                    .as("without a checkpoint")
                    .isEmpty();
            assertThat(later.faults().get(0)).startsWith("history was cut: a checkpoint speaks of ");
        }
    }

    /** What a record does not have in rows is folded again from its events: none of them can leave as others do. */
    @Test
    void findsAnEventThatWasTakenOutAndMustStay() {
        Table journal = table("zentra_journal");
        RawSql raw = new RawSql(stage.source());
        String archive = stage.acme().journal().archives().get(0).name();
        long last = stage.acme().journal().archives().get(0).last();
        List<Event> kept = LongStream.rangeClosed(1, last)
                .filter(seq -> !Event.isArchived(raw.bytes(EVENT + seq)))
                .mapToObj(seq -> Event.parse(raw.bytes(EVENT + seq)))
                .filter(event -> event.type().startsWith("review."))
                .toList();
        assertThat(kept).extracting(Event::type).contains("review.opened");
        for (Event event : kept) {
            String stub = "{\"archived\":\"" + archive + "\",\"at\":\"" + event.at() + "\",\"seq\":" + event.seq()
                    + ",\"type\":\"" + event.type() + "\"}";
            for (Way way : Way.values()) {
                raw.change(
                        "update zentra_journal set event = ? where tenant = 1 and seq = " + event.seq(),
                        stub.getBytes(StandardCharsets.UTF_8));
                assertThat(faults(journal, way))
                        .as("%s of %s", way, event.type())
                        .contains(
                                way == Way.GOING_ON
                                        ? "event " + event.seq() + " is not the one that was verified"
                                        : "event " + event.seq()
                                                + " was taken out of the database, and must stay there");
            }
        }
    }

    /** Of a decision that counted, what windows are folded from stays: without the archive it is compared with the record. */
    @Test
    void findsThatWhatIsLeftOfAnArchivedDecisionWasChanged() {
        Table journal = table("zentra_journal");
        RawSql raw = new RawSql(stage.source());
        long last = stage.acme().journal().archives().get(0).last();
        List<Long> left = LongStream.rangeClosed(1, last)
                .filter(seq -> text(raw, seq).contains("\"whole_minor\""))
                .filter(seq -> Event.isArchived(raw.bytes(EVENT + seq)))
                .boxed()
                .toList();
        assertThat(left).isNotEmpty();
        for (long seq : left) {
            byte[] changed = text(raw, seq)
                    .replace("\"whole_minor\":", "\"whole_minor\":1")
                    .getBytes(StandardCharsets.UTF_8);
            for (Way way : Way.values()) {
                raw.change("update zentra_journal set event = ? where tenant = 1 and seq = " + seq, changed);
                assertThat(faults(journal, way).get(0))
                        .as("%s of %s", way, seq)
                        .startsWith(
                                way == Way.GOING_ON
                                        ? "event " + seq + " is not the one that was verified"
                                        : "event " + seq + " is another one in the archive ");
            }
        }
    }

    private static String text(RawSql raw, long seq) {
        return new String(raw.bytes(EVENT + seq), StandardCharsets.UTF_8);
    }

    private Table table(String name) {
        return sound.keySet().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** So many of a place, those apart that the database refuses by a key of its own. */
    private void requireFound(Table table, List<Damage> damages, int each, Way way) {
        int done = 0;
        for (Damage damage : damages) {
            if (done < each && raw.replace(table, tenant(table), damage.rows())) {
                done++;
                List<String> faults = faults(table, way);
                assertThat(faults).as("faults by %s", damage).isNotEmpty();
                assertThat(!way.names(damage) || isNamed(table, damage, faults.get(0)))
                        .as("%s names what became of %s", faults.get(0), damage)
                        .isTrue();
            }
        }
        assertThat(done)
                .as("what the database lets be done: %s", damages.get(0))
                .isPositive();
    }

    private List<String> faults(Table damaged, Way way) {
        try {
            return stage.faults(plan(way));
        } finally {
            raw.restore(damaged, Objects.requireNonNull(ofAll.get(damaged)));
        }
    }

    private static String place(Damage damage) {
        return damage.kind() + " " + damage.place();
    }

    /** A row that was planted for an archived event may only be counted: its archive is not looked into for it. */
    private static boolean isNamed(Table table, Damage damage, String fault) {
        boolean counted = damage.kind() == Damage.Kind.PLANTED
                && COUNTED.contains(damage.table())
                && fault.startsWith("there are ");
        return counted
                || damage.touched().stream()
                        .flatMap(row -> Damage.names(table, row).stream())
                        .anyMatch(fault::contains);
    }

    private List<List<Object>> sound(Table table) {
        return Objects.requireNonNull(sound.get(table));
    }

    /** All damages to a table in random order, by their places; those apart that are listed. */
    private Map<String, List<Damage>> byPlace(Table table, Way way) {
        List<Damage> damages = new ArrayList<>(Damage.all(table, sound(table), new Random(SEED)));
        Collections.shuffle(damages, new Random(SEED));
        return damages.stream()
                .filter(damage -> !isListed(damage) && way.finds(damage))
                .collect(Collectors.groupingBy(EveryDamageTest::place, TreeMap::new, Collectors.toList()));
    }

    private static boolean isListed(Damage damage) {
        String place = place(damage);
        return NOT_OF_THE_RECORD.keySet().stream().anyMatch(place::contains);
    }

    /** Whose rows a table has: those of the registry, or those of the tenant. */
    private static long tenant(Table table) {
        return OF_THE_REGISTRY.contains(table.name()) ? REGISTRY : ACME;
    }
}
