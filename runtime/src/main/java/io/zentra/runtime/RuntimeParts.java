package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.Tenants;
import io.zentra.core.storage.Module;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWorker;
import io.zentra.ledger.ZentraLedger;
import io.zentra.policy.PolicyWork;
import io.zentra.runtime.internal.RuntimeModule;
import io.zentra.runtime.internal.callback.ParkedHandlers;
import io.zentra.runtime.internal.callback.Refusals;
import io.zentra.runtime.internal.controlled.ResumeHandler;
import io.zentra.runtime.internal.listener.ListenerHandler;
import io.zentra.runtime.internal.payment.PaymentHandlers;
import io.zentra.runtime.internal.rail.GivenRail;
import io.zentra.runtime.internal.rail.RailCalls;
import io.zentra.runtime.internal.transfer.AttemptHandler;
import io.zentra.runtime.internal.transfer.Creating;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.internal.transfer.Means;
import io.zentra.runtime.internal.transfer.TransferHandlers;
import io.zentra.runtime.operations.Surroundings;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryWork;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a runtime is made of: opened together, run, and closed in the order that loses nothing. Thread-safe. */
final class RuntimeParts {
    /** What is kept in the database. */
    static final List<Module> MODULES =
            List.of(ZentraLedger.module(), PolicyWork.module(), RuntimeModule.MODULE, DeliveryWork.module());

    private static final String CHECKPOINT = "journal.checkpoint";
    private static final String JOURNAL = "journal";
    private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(10);
    private static final int DUE_WORK_THREADS = 16;

    private final ZentraCore core;
    private final Duration checkpointEvery;
    private final Map<String, GivenRail> rails;
    private final Map<String, RailSettings> railSettings;
    private final RailCalls railCalls;
    private final Map<String, Callbacks.Source> sources;
    private final FlowAccounts accounts;
    private final String transferLane;
    private final PolicyWork policies = new PolicyWork();
    private final List<ListenerHandler> listeners;
    private final DueWorker dueWorker;
    private final DeliverySettings deliverySettings;
    private final DeliveryWork deliveries;

    /** Opens the storage and starts. */
    RuntimeParts(ZentraRuntime.Builder builder) {
        this.rails = Collections.unmodifiableMap(new LinkedHashMap<>(builder.rails));
        this.railSettings = rails.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, rail -> rail.getValue().settings()));
        this.accounts = Objects.requireNonNullElseGet(builder.flow, FlowAccounts::standard);
        this.transferLane = Objects.requireNonNullElse(builder.transferLane, Flow.LANE);
        this.checkpointEvery = Objects.requireNonNullElse(builder.checkpointEvery, CHECKPOINT_EVERY);
        ZentraCore.Settings settings = builder.settings();
        this.railCalls = new RailCalls(
                rails, settings.clock(), builder.railExecutor); // before anything is opened: it asks rails
        this.core = ZentraCore.open(settings, MODULES);
        this.sources = sources(builder.rules);
        this.listeners = builder.listeners.entrySet().stream()
                .map(each -> new ListenerHandler(
                        each.getKey(), each.getValue(), core.commits(), core.queries(), core::journal))
                .toList();
        this.dueWorker = new DueWorker(
                core.commits(),
                core.queries(),
                core.tenants(),
                core.settings().clock(),
                handlers(),
                this::planListeners);
        this.deliverySettings = Objects.requireNonNullElseGet(
                builder.deliveries, () -> DeliverySettings.builder().build());
        this.deliveries = new DeliveryWork(core, deliverySettings);
        int threads = Objects.requireNonNullElse(builder.dueWorkThreads, DUE_WORK_THREADS);
        this.dueWorker.start(threads, builder.dueWorkExecutor);
        if (threads > 0) {
            this.deliveries.start();
        }
    }

    /** Planned checkpoints of a runtime that had a key wait for one that has. */
    private Map<String, DueWork.Handler> handlers() {
        Map<String, DueWork.Handler> handlers = new HashMap<>(ZentraLedger.handlers(core.commits()));
        handlers.put(AttemptHandler.KIND, new AttemptHandler(core.commits(), core.queries(), railCalls, this::flow));
        handlers.put(ResumeHandler.KIND, DueWork.Handler.waiting(new ResumeHandler(core.commits(), policies)::run));
        handlers.putAll(new TransferHandlers(core.commits(), this::flow, policies).byKind());
        handlers.putAll(new PaymentHandlers(core.commits(), this::flow, policies).byKind());
        handlers.putAll(new ParkedHandlers(core.commits(), core.queries(), this::laneOf).byKind());
        listeners.forEach(listener -> handlers.put(listener.kind(), listener));
        if (core.settings().signing().key() != null) {
            handlers.put(CHECKPOINT, DueWork.Handler.waiting(this::checkpoint));
        }
        return handlers;
    }

    private void planListeners(DueWorker worker) {
        for (ListenerHandler listener : listeners) {
            listener.lookForNews((no, subject) -> core.tenants()
                    .byNo(no)
                    .ifPresent(tenant -> worker.plan(tenant, listener.kind(), subject, Duration.ZERO)));
        }
    }

    private Map<String, Callbacks.Source> sources(Map<String, CallbackRules> rules) {
        Map<String, Callbacks.Source> all = new HashMap<>();
        rules.forEach((name, of) -> {
            Refusals refusals = new Refusals(name, of.refused());
            Runnable record = () -> refusals.record(core.commits());
            GivenRail given = Objects.requireNonNull(rails.get(name), "callbacks are of rails that were given");
            all.put(name, new Callbacks.Source(name, given.rail(), of, refusals, record));
        });
        return Map.copyOf(all);
    }

    /** Callbacks of a rail that this runtime lacks wait for a person in the lane of all that set none. */
    private String laneOf(String rail) {
        Callbacks.Source source = sources.get(rail);
        return source == null ? CallbackRules.LANE : source.rules().lane();
    }

    /** With a key, the journals of a tenant and of the registry get a checkpoint at intervals from now on. */
    void planCheckpoints(Tenant tenant) {
        if (core.settings().signing().key() != null) {
            dueWorker.plan(Tenants.REGISTRY, CHECKPOINT, JOURNAL, checkpointEvery);
            dueWorker.plan(tenant, CHECKPOINT, JOURNAL, checkpointEvery);
        }
    }

    private void checkpoint(Access access, DueWork.Item item) {
        core.journal(access).checkpoint();
        dueWorker.giveBack(access, item, checkpointEvery);
    }

    /** The callbacks of a rail, of one tenant or of all. */
    Callbacks callbacks(Callbacks.Source source, Optional<Tenant> tenant, Function<Access, Handle> handles) {
        Actor provider = new Actor(Actor.Kind.PROVIDER, source.name(), Set.of(Permission.ALL));
        return new Callbacks(
                source,
                core.settings().clock(),
                tenant,
                of -> handles.apply(new Access(of, provider)),
                core.tenants()::byNo,
                this::flow);
    }

    /**
     * How callbacks of a rail are taken.
     *
     * @throws ZentraException {@code unknown_rail}
     */
    Callbacks.Source source(String railName) {
        Callbacks.Source source = sources.get(railName);
        if (source == null) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_RAIL,
                    "the runtime was built without "
                            + (rails.containsKey(railName) ? "callbacks of the rail \"" : "the rail \"")
                            + Shown.of(railName) + "\": give it to the builder",
                    Map.of("rail", Shown.of(railName)));
        }
        return source;
    }

    List<RailHealth> railHealth() {
        return railCalls.health();
    }

    /** Runs all work that is due now, and returns how many pieces ran. */
    int runDueWork() {
        int ran = 0;
        int last;
        do {
            last = dueWorker.runDue() + deliveries.runDue();
            ran += last;
        } while (last > 0);
        return ran;
    }

    void close() {
        dueWorker.close();
        deliveries.close();
        railCalls.close();
        sources.values().forEach(source -> source.record().run());
        core.close();
    }

    ZentraCore core() {
        return core;
    }

    /** How transfers go now: rails fare otherwise at each moment. */
    Flow flow() {
        return new Flow(accounts, transferLane, railCalls.options(), railSettings);
    }

    /** Runs a command that may create a transfer, and calls its rail as soon as it is durable, or has it looked for. */
    <R> Outcome<R> creating(Handle handle, Function<Means, Command.Keyed<R>> command) {
        return new Creating(this::flow, policies, dueWorker).run(handle, command);
    }

    /** What it knows besides the database. */
    Surroundings surroundings() {
        boolean signs = core.settings().signing().key() != null;
        return new Surroundings(
                clock(),
                asset -> flow().stops(asset, null),
                deliverySettings,
                railCalls::health,
                dueWorker::failing,
                signs ? new Surroundings.Work(CHECKPOINT, JOURNAL) : null);
    }

    /** What payments that go over rails are sent with. */
    io.zentra.runtime.payment.Surroundings ofPayments() {
        return new io.zentra.runtime.payment.Surroundings(
                accounts, transferLane, railCalls::options, railSettings, policies, dueWorker);
    }

    PolicyWork policies() {
        return policies;
    }

    DeliverySettings deliverySettings() {
        return deliverySettings;
    }

    InstantSource clock() {
        return core.settings().clock();
    }
}
