package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.policy.Corridor;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.OpeningHours;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SandboxRail;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rails of a {@link TransferStage}. One takes every transfer; before it, others take those between countries that only
 * some transfers name. They outlive every process.
 */
final class StageRails {
    /** The rail that takes every transfer. */
    static final String PRIMARY = "rail_primary";

    /** The rail that settles later. */
    static final String LATE = "rail_later";

    /** Between these the first rail cannot be reached. */
    static final Corridor UNREACHED = Corridor.of("US", "GB");

    /** Between these the first rail declines what may be tried elsewhere. */
    static final Corridor DECLINED = Corridor.of("US", "FR");

    /** Between these the first rail settles later. */
    static final Corridor SETTLED_LATER = Corridor.of("US", "DE");

    /** Between these there is one rail, which opens at noon. */
    static final Corridor OPEN_AT_NOON = Corridor.of("US", "IT");

    /** Why a rail declines what may be tried elsewhere. */
    static final String ELSEWHERE = "try elsewhere";

    private static final String AT_NOON = "rail_at_noon";
    private static final RailSettings FIRST =
            RailSettings.builder().retryable(ELSEWHERE).build();

    private final Rail unreached = new Refusing(UNREACHED, new RailOutcome.NotSent("no connection"));
    private final Rail declining = new Refusing(DECLINED, new RailOutcome.Declined(ELSEWHERE));
    private final SandboxRail primary = SandboxRail.create();
    private final SandboxRail late = SandboxRail.create(RailCapabilities.builder()
            .countries(SETTLED_LATER)
            .settles(Settles.LATER)
            .build());
    private final SandboxRail atNoon = SandboxRail.create(RailCapabilities.builder()
            .countries(OPEN_AT_NOON)
            .hours(OpeningHours.builder(ZoneOffset.UTC)
                    .on(EnumSet.allOf(DayOfWeek.class), LocalTime.NOON, LocalTime.MIDNIGHT)
                    .build())
            .build());
    private final Set<String> letGo = new HashSet<>();

    /** A rail that has moved nothing, and says so whenever it is asked. */
    private record Refusing(Corridor countries, RailOutcome first) implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return first;
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.Declined(ELSEWHERE);
        }

        @Override
        public RailCapabilities capabilities() {
            return RailCapabilities.builder().countries(countries).build();
        }
    }

    /** Gives them to a process. */
    void addTo(ZentraRuntime.Builder builder) {
        builder.rail("rail_unreached", unreached, FIRST)
                .rail("rail_declining", declining, FIRST)
                .rail(LATE, late, FIRST)
                .callbacks(LATE, late.scheme())
                .rail(AT_NOON, atNoon)
                .callbacks(AT_NOON, atNoon.scheme())
                .rail(PRIMARY, primary)
                .callbacks(PRIMARY, primary.scheme());
    }

    /** The rail to ask for between countries; null where any may be taken. */
    static @Nullable String asked(Corridor countries) {
        return countries.equals(OPEN_AT_NOON) ? AT_NOON : null;
    }

    SandboxRail primary() {
        return primary;
    }

    SandboxRail late() {
        return late;
    }

    SandboxRail atNoon() {
        return atNoon;
    }

    /** The rail that a transfer was given to, or is about to be. */
    SandboxRail of(Transfer transfer) {
        return switch (transfer.rail()) {
            case PRIMARY -> primary;
            case LATE -> late;
            case AT_NOON -> atNoon;
            default -> throw new IllegalStateException(transfer.rail() + " takes nothing");
        };
    }

    /** The callback that a transfer will not arrive; if for that reason another rail may be tried, this one has let go of it. */
    SandboxRail.Message failure(Transfer transfer, String reason, Instant at) {
        if (reason.equals(ELSEWHERE)) {
            letGo.add(transfer.attemptId());
        }
        return of(transfer).failure(transfer.attemptId(), reason, at);
    }

    /** No transfer was taken twice, be it by one rail or by two, unless the first has let go of it. */
    void requireSentOnce() {
        List<String> sent = Stream.of(primary, late, atNoon)
                .flatMap(rail -> rail.taken().stream())
                .filter(taken -> !letGo.contains(taken.reference()))
                .map(Rail.Request::transferId)
                .toList();
        assertThat(sent).as("each is sent once").doesNotHaveDuplicates();
    }
}
