package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.storage.Dialect;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.contract.ReceivingServer.Received;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.FaultyDataSource;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliveryState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that sends over real connections dies between claiming, sending and recording, again and again: no event is lost
 * for any endpoint, what comes twice has the same id and body, and each order key comes in order.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryKillTest {
    private static final Fault.Kind ENDS = Fault.Kind.PROCESS_ENDS;

    /** Calls and commits from the opening over taking events, leases and turns to records. */
    private static final List<Fault> SOME_ENDS = List.of(
            ENDS.beforeCommit(2),
            ENDS.afterCommit(3),
            ENDS.afterCommit(5),
            ENDS.beforeCommit(8),
            ENDS.afterCommit(11),
            ENDS.atCall(60));

    private static final int MANY_COMMITS = 20;
    private static final int MANY_CALLS = 200;
    private static final int CALLS_APART = 7;
    private static final int EVENTS = 60;
    private static final List<Integer> SOME_MESSAGES = List.of(1, 20, 50);

    @TempDir
    Path folder;

    private final AtomicInteger untilKilled = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicReference<Process> child = new AtomicReference<>();
    private ReceivingServer server;
    private int deaths;

    @BeforeEach
    void listen() throws IOException {
        server = new ReceivingServer(this::answer);
    }

    @AfterEach
    void end() {
        server.close();
    }

    /** The message has come, and its sender dies before it knows. */
    private int answer(Received message) {
        Process sender = child.get();
        if (sender != null && untilKilled.decrementAndGet() == 0) {
            sender.destroyForcibly();
        }
        return 204;
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void losesNothingWhenItDiesBetweenClaimAndRecord(Dialect dialect) throws Exception {
        String where = newDatabase(dialect);
        for (Fault end : SOME_ENDS) {
            endAt(dialect, where, end);
        }
        for (int message : SOME_MESSAGES) {
            killAt(dialect, where, message);
        }
        requireAllArrive(dialect, where);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void losesNothingWhereverItDies(Dialect dialect) throws Exception {
        String where = newDatabase(dialect);
        for (int commit = 1; commit <= MANY_COMMITS; commit++) {
            endAt(dialect, where, ENDS.beforeCommit(commit));
            endAt(dialect, where, ENDS.afterCommit(commit));
        }
        for (int call = 1; call <= MANY_CALLS; call += CALLS_APART) {
            endAt(dialect, where, ENDS.atCall(call));
        }
        for (int message = 1; message <= EVENTS; message++) {
            killAt(dialect, where, message);
        }
        requireAllArrive(dialect, where);
    }

    private void endAt(Dialect dialect, String where, Fault end) throws Exception {
        String name = end.moment() + "-" + end.nth();
        post(dialect, where, name);
        Process process = start(dialect, where, name, end.moment().name(), String.valueOf(end.nth()));
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(() -> output(name)).isEqualTo(FaultyDataSource.EXIT_STATUS);
    }

    private void killAt(Dialect dialect, String where, int message) throws Exception {
        String name = "message-" + message;
        post(dialect, where, name);
        untilKilled.set(message);
        Process process = start(dialect, where, name);
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
            untilKilled.set(Integer.MAX_VALUE);
        }
        assertThat(process.exitValue()).as(() -> output(name)).isNotZero();
    }

    private Process start(Dialect dialect, String where, String name, String... end) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChildDeliveries.class.getName(),
                dialect.name(),
                where,
                String.valueOf(server.port()),
                String.valueOf(aheadOfAllLeases().toSeconds())));
        command.addAll(List.of(end));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        child.set(process);
        return process;
    }

    /** Each process begins when the leases of the dead ones are over. */
    private Duration aheadOfAllLeases() {
        deaths++;
        return Duration.ofMinutes(2L * deaths);
    }

    private String output(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private void requireAllArrive(Dialect dialect, String where) {
        Instant later = InstantSource.system().instant().plus(Duration.ofDays(1));
        try (ZentraRuntime zentra = open(dialect, where, InstantSource.fixed(later))) {
            zentra.runDueWork();
            Workspace acme = ChildDeliveries.acme(zentra);
            acme.verify().requireSound();
            List<Long> events = acme.journal().after(0, Journal.MAX_PAGE).stream()
                    .filter(event -> event.type().equals("ledger.entry.created"))
                    .map(Event::seq)
                    .toList();
            assertThat(events).hasSize(EVENTS * deaths);
            for (int i = 0; i < ChildDeliveries.ENDPOINTS; i++) {
                requireAllAt("/" + i, events);
            }
            events.forEach(event -> assertThat(acme.deliveries().ofEvent(event))
                    .hasSize(ChildDeliveries.ENDPOINTS)
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.DELIVERED));
            requireOrder(acme, server.received("/0"));
            assertThat(server.received().size() - ChildDeliveries.ENDPOINTS * events.size())
                    .as("what came twice: it was sent and not recorded")
                    .isBetween(1, deaths * ChildDeliveries.ENDPOINTS * EVENTS);
        }
    }

    private void requireAllAt(String path, List<Long> events) {
        Map<Long, Set<String>> ids = server.received(path).stream()
                .collect(Collectors.groupingBy(
                        Received::event, Collectors.mapping(one -> one.id() + one.body(), Collectors.toSet())));
        assertThat(ids.keySet()).as(path).containsExactlyInAnyOrderElementsOf(events);
        assertThat(ids.values()).as("ids and bodies of each event at " + path).allMatch(same -> same.size() == 1);
    }

    /** Of each order, the first time an event comes is behind the first time of the one before. */
    private static void requireOrder(Workspace acme, List<Received> received) {
        Map<String, Set<Long>> firsts = received.stream()
                .collect(Collectors.groupingBy(
                        one -> correlation(acme, one.event()),
                        Collectors.mapping(Received::event, Collectors.toCollection(LinkedHashSet::new))));
        assertThat(firsts).hasSize(3);
        assertThat(firsts.values())
                .allSatisfy(events -> assertThat(List.copyOf(events)).isSorted());
    }

    private static String correlation(Workspace acme, long event) {
        return acme.journal().after(event - 1, 1).get(0).correlation().orElseThrow();
    }

    private String newDatabase(Dialect dialect) {
        String where = dialect == Dialect.POSTGRES
                ? Postgres.newSchema()
                : folder.resolve("zentra").toString();
        try (ZentraRuntime zentra = open(dialect, where, InstantSource.system())) {
            ChildDeliveries.prepare(zentra, server.port());
        }
        return where;
    }

    private void post(Dialect dialect, String where, String name) {
        try (ZentraRuntime zentra = open(dialect, where, InstantSource.system())) {
            ChildDeliveries.post(zentra, name, EVENTS);
        }
    }

    private ZentraRuntime open(Dialect dialect, String where, InstantSource clock) {
        return ChildDeliveries.open(ChildRuntime.storage(dialect, where), server.port(), clock, 0);
    }
}
