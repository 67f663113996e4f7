package io.zentra.webhooks.internal;

import io.zentra.core.time.Micros;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads when a receiver asks to be tried again: RFC 9110, 10.2.3, seconds or a date in any of its three forms. */
final class RetryAfter {
    /** The longest pause that a receiver may ask for, in microseconds. */
    static final long LONGEST = Duration.ofDays(7).toNanos() / 1_000;

    private static final long SECOND = 1_000_000;
    private static final int MAX_DIGITS = 9;

    /** RFC 9110, 5.6.7: a year of two digits is not more than fifty years ahead. */
    private static final int YEARS_BACK = 49;

    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /**
     * When, in microseconds, {@link #LONGEST} from now at most; null when it is neither form, and so says nothing.
     *
     * @param now in microseconds
     */
    static @Nullable Long at(String text, long now) {
        String asked = text.strip();
        if (!asked.isEmpty() && asked.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long most = now + LONGEST;
            return asked.length() > MAX_DIGITS ? most : Math.min(now + Long.parseLong(asked) * SECOND, most);
        }
        for (DateTimeFormatter form : List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME)) {
            Long date = date(form, asked);
            if (date != null) {
                return Math.min(date, now + LONGEST);
            }
        }
        return null;
    }

    private static @Nullable Long date(DateTimeFormatter form, String text) {
        try {
            return Micros.of(Instant.from(form.parse(text)));
        } catch (DateTimeException | ArithmeticException another) {
            return null;
        }
    }

    private static DateTimeFormatter rfc850(long now) {
        LocalDate base =
                LocalDate.ofInstant(Micros.instant(now), ZoneOffset.UTC).minusYears(YEARS_BACK);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, base)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }
}
