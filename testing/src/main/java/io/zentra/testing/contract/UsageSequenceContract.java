package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantId;
import io.zentra.core.usage.Reading.Tally;
import io.zentra.core.usage.Usage;
import io.zentra.ledger.Part;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.contract.Allow.Allowed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever becomes of what decisions let through, in whatever order and at whatever time: what counts within an hour and a
 * day is what a plain list says, and a decision is taken exactly where the cap is.
 */
public abstract class UsageSequenceContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final long CAP = 500;

    private final List<Passed> all = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);
    private int keys;

    /** For subclasses. */
    protected UsageSequenceContract() {}

    /** How many steps a usual run takes. */
    protected int steps() {
        return 150;
    }

    /** What was let through, and what is left of it. */
    private static final class Passed {
        private final Allowed allowed;
        private final Instant at;
        private final Instant expiresAt;
        private final Map<String, Long> postings = new LinkedHashMap<>();
        private long held;

        Passed(Allowed allowed, Instant at, Instant expiresAt) {
            this.allowed = allowed;
            this.at = at;
            this.expiresAt = expiresAt;
        }

        long counting() {
            return held + postings.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    @BeforeEach
    final void fundTheCustomer() {
        fund(1_000_000_000);
    }

    @Test
    void countsWhatAPlainListCounts() {
        for (int seed = 1; seed <= 4; seed++) {
            random = new SplittableRandom(seed);
            for (int i = 0; i < steps(); i++) {
                step();
                requireSame("step " + i + " of seed " + seed);
            }
        }
        for (Passed passed : all) {
            assertThat(Usage.left(core().handle(access()), passed.allowed.decision()))
                    .hasValueSatisfying(left -> assertThat(left.counting()).isEqualTo(usd(passed.counting())));
        }
    }

    private void step() {
        int dice = random.nextInt(10);
        if (dice < 4 || all.isEmpty()) {
            allow();
        } else if (dice < 6) {
            pass();
        } else {
            Passed passed = all.get(Math.max(0, all.size() - 1 - random.nextInt(8)));
            if (passed.held > 0 && random.nextInt(3) > 0) {
                change(passed);
            } else {
                takeBack(passed);
            }
        }
    }

    private void allow() {
        boolean held = random.nextBoolean();
        long minor = random.nextLong(1, 200);
        Instant now = clock().instant();
        Instant expiresAt = now.plusSeconds(random.nextInt(1, 4_000));
        Allow allow = new Allow(
                request(minor), USD, CAP, held ? Allow.Kind.HELD : Allow.Kind.POSTED, held ? expiresAt : null);
        Outcome<Allowed> outcome = core().commits().run(access(), allow);
        boolean fits = counting(now.minus(Duration.ofHours(1)).plusNanos(1_000)).sumMinor() + minor <= CAP;
        assertThat(outcome.isDeclined()).isEqualTo(!fits);
        if (!fits) {
            assertThat(code(outcome)).isEqualTo(ErrorCode.CONDITION_FAILED);
            return;
        }
        Allowed allowed = outcome.orElseThrow();
        Passed passed = new Passed(allowed, now, held ? expiresAt : Instant.MAX);
        if (held) {
            passed.held = minor;
        } else {
            passed.postings.put(allowed.made(), minor);
        }
        all.add(passed);
    }

    /** A part of what is held is captured, for good or not, or let go of. */
    private void change(Passed passed) {
        long part = random.nextInt(3) == 0 ? passed.held : random.nextLong(1, passed.held + 1);
        String hold = passed.allowed.made();
        if (random.nextBoolean()) {
            acme().ledgers().holds().release(hold, Part.of(usd(part)), key()).orElseThrow();
            passed.held -= part;
            return;
        }
        boolean isFinal = random.nextBoolean();
        String posting = (isFinal
                        ? acme().ledgers().holds().captureFinal(hold, usd(part), key())
                        : acme().ledgers().capture(hold, usd(part), key()))
                .orElseThrow()
                .id();
        passed.held = isFinal ? 0 : passed.held - part;
        passed.postings.put(posting, part);
    }

    /** A part of a posting is reversed, or all that is left of it corrected. */
    private void takeBack(Passed passed) {
        for (Map.Entry<String, Long> posting : passed.postings.entrySet()) {
            long left = posting.getValue();
            if (left > 0 && random.nextBoolean()) {
                acme().ledgers()
                        .reversals()
                        .correctRest(posting.getKey(), request(1))
                        .orElseThrow();
                posting.setValue(0L);
            } else if (left > 0) {
                long part = random.nextBoolean() ? left : random.nextLong(1, left + 1);
                acme().ledgers()
                        .reversals()
                        .reverse(posting.getKey(), usd(part), key())
                        .orElseThrow();
                posting.setValue(left - part);
            }
        }
    }

    private void pass() {
        clock().advance(
                        switch (random.nextInt(6)) {
                            case 0 -> Duration.ofNanos(1_000);
                            case 1 -> Duration.ofHours(1);
                            case 2 -> Duration.ofHours(1).minusNanos(1_000);
                            case 3 -> Duration.ofHours(random.nextInt(30));
                            default -> Duration.ofMinutes(random.nextInt(40));
                        });
        ledger().runDueWork();
        all.stream()
                .filter(passed -> !passed.expiresAt.isAfter(clock().instant()))
                .forEach(passed -> passed.held = 0);
    }

    private void requireSame(String step) {
        Instant now = clock().instant();
        Instant hour = now.minus(Duration.ofHours(1)).plusNanos(1_000);
        Instant day = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        assertThat(core().commits().run(access(), new Allow.Look(Allow.charges(0))))
                .as(step)
                .extracting(reading -> reading.before())
                .containsExactly(counting(hour), counting(day));
    }

    /** What was let through at a time or later, and still counts. */
    private Tally counting(Instant from) {
        List<Passed> inWindow = all.stream()
                .filter(passed -> !passed.at.isBefore(from) && passed.counting() > 0)
                .toList();
        return new Tally(
                inWindow.stream().mapToLong(Passed::counting).sum(), inWindow.size(), inWindow.isEmpty() ? 0 : 1);
    }

    private PostingRequest request(long minor) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key());
    }

    private String key() {
        return "step-" + keys++;
    }

    private Access access() {
        return new Access(core().tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
    }
}
