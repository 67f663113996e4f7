package io.zentra.core.commit.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The waiting commands of a lane: first in, first out for each tenant, and the tenants in turn, so that one who floods
 * waits behind its own work. Bounded in all and per tenant. A tenant whose commands the lane gave back rests: for a while it is
 * passed over.
 */
final class LaneQueue {
    private final int maxQueued;
    private final Duration enqueueWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Map<Integer, Deque<Pending<?>>> byTenant = new LinkedHashMap<>();
    private final Map<Integer, Long> restsUntil = new HashMap<>();
    private int size;
    private int wanted = 1;
    private int outside;
    private boolean closed;

    LaneQueue(int maxQueued, Duration enqueueWait) {
        this.maxQueued = maxQueued;
        this.enqueueWait = enqueueWait;
    }

    void put(Pending<?> pending) {
        int tenantNo = pending.access().tenant().no();
        int maxOfTenant = pending.access().tenant().config().maxQueuedCommands();
        lock.lock();
        try {
            long left = enqueueWait.toNanos();
            while (!closed && (size >= maxQueued || sizeOf(tenantNo) >= maxOfTenant)) {
                if (left <= 0) {
                    throw overloaded(pending);
                }
                outside++; // who waits here does not come in while the lane gathers: it need not wait for more
                notEmpty.signal();
                try {
                    left = notFull.awaitNanos(left);
                } finally {
                    outside--;
                }
            }
            requireOpen();
            byTenant.computeIfAbsent(tenantNo, no -> new ArrayDeque<>()).add(pending);
            size++;
            if (ready() == wanted) {
                notEmpty.signal();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ZentraException.of(
                    ErrorCode.INTERRUPTED, "the caller was interrupted before its command ran: nothing changed");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for commands and takes a fair share from each tenant; none when the queue is closed and drained.
     *
     * @param taken takes them; empty before
     * @param max how many to take at most
     * @param hoped how many are likely to come together
     * @param patienceNanos how long the first waits for them
     */
    void take(List<Pending<?>> taken, int max, int hoped, long patienceNanos) {
        lock.lock();
        try {
            while (taken.isEmpty()) { // all that waited may have been withdrawn
                if (!awaitReady()) {
                    return;
                }
                gather(Math.min(Math.min(max, hoped), maxQueued), patienceNanos);
                while (ready() > 0 && taken.size() < max) {
                    takeInTurn(max, taken);
                }
                notFull.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives back commands that were taken and cannot run yet: they come first of their tenants', in this order, and their
     * tenants rest for so long.
     */
    void putBack(List<Pending<?>> commands, Duration rest) {
        lock.lock();
        try {
            for (int i = commands.size() - 1; i >= 0; i--) {
                Pending<?> pending = commands.get(i);
                restsUntil.put(pending.tenantNo(), System.nanoTime() + rest.toNanos());
                byTenant.computeIfAbsent(pending.tenantNo(), no -> new ArrayDeque<>())
                        .addFirst(pending);
                size++;
                pending.putBack();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many wait to be taken, without those whose tenants rest. */
    int size() {
        lock.lock();
        try {
            return ready();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the queue and fails all who wait in it: the lane is gone, and none of their commands was taken. */
    void abandon() {
        close();
        lock.lock();
        try {
            byTenant.values()
                    .forEach(waiting -> waiting.forEach(pending -> {
                        if (pending.take()) {
                            pending.failUnlessDone(Failures.ended());
                        }
                    }));
            byTenant.clear();
            restsUntil.clear();
            size = 0;
        } finally {
            lock.unlock();
        }
    }

    private int ready() {
        int ready = size;
        for (Integer resting : restsUntil.keySet()) {
            ready -= sizeOf(resting);
        }
        return ready;
    }

    private void endRests() {
        if (!restsUntil.isEmpty()) {
            long now = System.nanoTime();
            restsUntil.values().removeIf(end -> end - now <= 0);
        }
    }

    /** False when the queue is closed and drained. */
    private boolean awaitReady() {
        boolean interrupted = false;
        endRests();
        while (ready() == 0) {
            if (closed && size == 0) {
                return false;
            }
            try {
                if (restsUntil.isEmpty()) {
                    notEmpty.awaitUninterruptibly();
                } else {
                    notEmpty.awaitNanos(Collections.min(restsUntil.values()) - System.nanoTime());
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            endRests();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private void gather(int hoped, long patienceNanos) {
        wanted = hoped;
        try {
            long left = patienceNanos;
            while (!closed && ready() < hoped && outside == 0 && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no time to gather; what is there is taken
        } finally {
            wanted = 1;
        }
    }

    private void takeInTurn(int max, List<Pending<?>> taken) {
        int share = Math.max(1, (max - taken.size()) / (byTenant.size() - restsUntil.size()));
        Map<Integer, Deque<Pending<?>>> unfinished = new LinkedHashMap<>();
        Iterator<Map.Entry<Integer, Deque<Pending<?>>>> tenants =
                byTenant.entrySet().iterator();
        while (tenants.hasNext() && taken.size() < max) {
            Map.Entry<Integer, Deque<Pending<?>>> tenant = tenants.next();
            if (restsUntil.containsKey(tenant.getKey())) {
                continue;
            }
            takeFrom(tenant.getValue(), Math.min(share, max - taken.size()), taken);
            tenants.remove();
            if (!tenant.getValue().isEmpty()) {
                unfinished.put(tenant.getKey(), tenant.getValue());
            }
        }
        byTenant.putAll(unfinished); // behind those whose turn has not come
    }

    private void takeFrom(Deque<Pending<?>> queue, int share, List<Pending<?>> taken) {
        for (int i = 0; i < share && !queue.isEmpty(); i++) {
            Pending<?> pending = queue.element();
            taken.add(pending); // first, because it may fail for want of memory
            queue.remove();
            size--;
            if (!pending.take()) {
                taken.remove(taken.size() - 1);
            }
        }
    }

    private int sizeOf(int tenantNo) {
        Deque<Pending<?>> queue = byTenant.get(tenantNo);
        return queue == null ? 0 : queue.size();
    }

    private void requireOpen() {
        if (closed) {
            throw ZentraException.of(ErrorCode.CLOSED, "the runtime is closed: nothing changed");
        }
    }

    private ZentraException overloaded(Pending<?> pending) {
        return ZentraException.of(
                ErrorCode.OVERLOADED,
                "no room in the queue within " + enqueueWait
                        + ": nothing changed, try again later, with the same key if it has one",
                Map.of(
                        "tenant",
                        pending.access().tenant().id().value(),
                        "operation",
                        pending.command().operation().name(),
                        "queued",
                        String.valueOf(size)));
    }
}
