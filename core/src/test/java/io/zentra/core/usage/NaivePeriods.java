package io.zentra.core.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Where periods begin, found by looking at the local clock at every minute; cut-offs are whole minutes. */
final class NaivePeriods {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Window.Calendar window;
    private final ZoneId zone;
    private final Map<LocalDate, Instant> begins = new HashMap<>();

    NaivePeriods(Window.Calendar window, ZoneId zone) {
        this.window = window;
        this.zone = zone;
    }

    /** The latest beginning at or before a time. */
    Instant startOf(Instant now) {
        Instant latest = Instant.MIN;
        LocalDate around = now.atZone(ZoneOffset.UTC).toLocalDate();
        for (LocalDate day = around.minusDays(longest()); !day.isAfter(around.plusDays(3)); day = day.plusDays(1)) {
            if (begins(day)) {
                Instant begin = begins.computeIfAbsent(day, this::search);
                latest = begin.isAfter(now) || begin.isBefore(latest) ? latest : begin;
            }
        }
        return latest;
    }

    private int longest() {
        return switch (window.unit()) {
            case DAY -> 3;
            case WEEK -> 10;
            case MONTH -> 35;
        };
    }

    private boolean begins(LocalDate day) {
        return switch (window.unit()) {
            case DAY -> true;
            case WEEK -> day.getDayOfWeek() == window.weekStart();
            case MONTH -> day.getDayOfMonth() == 1;
        };
    }

    private Instant search(LocalDate day) {
        LocalDateTime cut = day.atTime(window.cutOff());
        Instant at = cut.toInstant(ZoneOffset.MAX).minus(Duration.ofDays(1));
        while (LocalDateTime.ofInstant(at, zone).isBefore(cut)) {
            at = at.plus(MINUTE);
        }
        return at;
    }
}
