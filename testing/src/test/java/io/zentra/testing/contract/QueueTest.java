package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue in front of a lane: bounded, fair, and nobody is left without an answer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueTest {
    private static final Asset USD = Asset.iso("USD");
    private static final int ROOM = 8;

    private final Gate gate = new Gate();
    private ZentraLedger ledger = open(ForkJoinPool.commonPool());

    @AfterEach
    void close() {
        gate.open();
        ledger.close();
    }

    @Test
    void answersOverloadedWhenNoRoomComesWithinTheWait() {
        closeGate();
        List<CompletableFuture<Outcome<Posting>>> queued = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            queued.add(post("acme", "k" + i));
        }
        ZentraException refusal = catchThrowableOfType(
                ZentraException.class, () -> post("acme", "one-too-many").join());

        assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(refusal.details()).containsEntry("tenant", "acme").containsEntry("queued", String.valueOf(ROOM));
        gate.open();
        assertThat(queued).allSatisfy(each -> assertThat(each.join().isReplay()).isFalse());
        assertThat(post("acme", "one-too-many").join().isReplay())
                .as("what was refused has left nothing")
                .isFalse();
    }

    @Test
    void stopsATenantAtItsOwnLimitWhileOthersHaveRoom() {
        ledger.createTenant("narrow", TenantConfig.standard().withMaxQueuedCommands(2), Actor.service("setup"));
        fill("narrow");
        closeGate();
        CompletableFuture<Outcome<Posting>> first = post("narrow", "k1");
        CompletableFuture<Outcome<Posting>> second = post("narrow", "k2");

        ZentraException refusal = catchThrowableOfType(
                ZentraException.class, () -> post("narrow", "k3").join());
        CompletableFuture<Outcome<Posting>> other = post("acme", "k1");

        assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
        gate.open();
        CompletableFuture.allOf(first, second, other).join();
    }

    /** With commits of two commands, a tenant that sent one waits behind one of the flood and not behind all of it. */
    @Test
    void servesATenantInTurnWhenAnotherFloods() {
        ledger.close();
        ledger = open(Runnable::run); // futures complete in the order in which the lane answers
        ledger.createTenant("calm", TenantConfig.standard(), Actor.service("setup"));
        fill("calm");
        closeGate();
        List<CompletableFuture<Outcome<Posting>>> flood = new ArrayList<>();
        for (int i = 0; i < ROOM - 1; i++) {
            flood.add(post("acme", "flood-" + i));
        }
        List<Integer> floodDoneBefore = new ArrayList<>();
        CompletableFuture<Void> calm = post("calm", "k1")
                .thenRun(() -> floodDoneBefore.add(
                        (int) flood.stream().filter(CompletableFuture::isDone).count()));
        gate.open();
        CompletableFuture.allOf(flood.toArray(new CompletableFuture<?>[0])).join();
        calm.join();

        assertThat(floodDoneBefore.get(0)).isLessThanOrEqualTo(3);
    }

    @Test
    void withdrawsAQueuedCommandWhenItsCallerIsInterrupted() throws InterruptedException {
        closeGate();
        AtomicReference<ZentraException> told = new AtomicReference<>();
        Thread caller = new Thread(() -> told.set(catchThrowableOfType(
                ZentraException.class, () -> book("acme").ledgers().post("bank", "customer", usd(1), "withdrawn"))));
        caller.start();
        await().until(() -> caller.getState() == Thread.State.TIMED_WAITING); // in the queue, for its answer
        caller.interrupt();
        caller.join();
        gate.open();

        assertThat(Objects.requireNonNull(told.get()).code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(post("acme", "withdrawn").join().isReplay())
                .as("it never took effect")
                .isFalse();
    }

    /** A batch of nothing but withdrawn commands looked like a closed queue, and the lane ended for good. */
    @Test
    void servesOthersAfterAllQueuedCommandsWereWithdrawn() throws Exception {
        withdrawsAQueuedCommandWhenItsCallerIsInterrupted();
        assertThat(post("acme", "next").get(10, TimeUnit.SECONDS).isDeclined()).isFalse();
    }

    /** An executor that took no more work failed in the middle of a batch and ended the lane. */
    @Test
    void answersEvenWhenTheHostsExecutorTakesNoMoreWork() throws Exception {
        ledger.close();
        ledger = open(task -> {
            throw new RejectedExecutionException("shut down");
        });
        closeGate();
        CompletableFuture<Outcome<Posting>> first = post("acme", "k1");
        CompletableFuture<Outcome<Posting>> second = post("acme", "k2");
        gate.open();

        assertThat(first.get(10, TimeUnit.SECONDS).isReplay()).isFalse();
        assertThat(second.get(10, TimeUnit.SECONDS).isReplay()).isFalse();
        assertThat(book("acme").ledgers().post("bank", "customer", usd(1), "k1").isReplay())
                .isTrue();
    }

    @Test
    void answersWhatIsQueuedBeforeItCloses() {
        closeGate();
        List<CompletableFuture<Outcome<Posting>>> queued = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            queued.add(post("acme", "k" + i));
        }
        ZentraLedger.Book acme = book("acme");
        CompletableFuture<Void> closing = CompletableFuture.runAsync(ledger::close);
        await().until(() -> catchThrowableOfType(
                                ZentraException.class,
                                () -> acme.ledgers().postAsync(request("late")).join())
                        .code()
                == ErrorCode.CLOSED);
        gate.open();
        closing.join();

        assertThat(queued).allSatisfy(each -> assertThat(each).isCompleted());
    }

    @Test
    void leavesNoThreadBehindWhenItCloses() {
        Set<Thread> before = threads();
        ZentraLedger another = open(ForkJoinPool.commonPool());
        Set<Thread> ours = threads();
        ours.removeAll(before);
        assertThat(ours).anyMatch(thread -> thread.getName().startsWith("zentra-lane"));
        another.close();

        await().until(() -> ours.stream().noneMatch(Thread::isAlive));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("zentra-"))
                .collect(Collectors.toSet());
    }

    private static ZentraLedger open(Executor executor) {
        ZentraLedger opened = ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory())
                .withExecutor(executor)
                .withLimits(CommitLimits.standard()
                        .withWaits(Duration.ofMillis(100), Duration.ofSeconds(5))
                        .withSizes(2, ROOM)));
        opened.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        fill(opened.tenant("acme").as(Actor.service("svc_edge")));
        return opened;
    }

    private void fill(String tenant) {
        fill(book(tenant));
    }

    private static void fill(ZentraLedger.Book book) {
        book.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
        book.accounts().open(NewAccount.credit("customer", USD));
    }

    private void closeGate() {
        Tenant acme = ledger.core().tenants().require(TenantId.of("acme"));
        CompletableFuture<Boolean> passed = CompletableFuture.supplyAsync(
                () -> ledger.core().commits().run(new Access(acme, Actor.service("svc_gate")), gate));
        assertThat(passed).isNotDone();
        gate.awaitEntered();
    }

    private CompletableFuture<Outcome<Posting>> post(String tenant, String key) {
        return book(tenant).ledgers().postAsync(request(key));
    }

    private static PostingRequest request(String key) {
        return PostingRequest.of("bank", "customer", usd(1), key);
    }

    private ZentraLedger.Book book(String tenant) {
        return ledger.tenant(tenant).as(Actor.service("svc_edge"));
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
