package io.zentra.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The options after a benchmark's name: {@code --name value}, or {@code --name} alone for a switch. Immutable. */
public final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads options.
     *
     * @param valued options with a value
     * @param switches options without
     * @throws UsageException when an option is unknown, repeated, or lacks its value
     */
    public static Arguments parse(List<String> words, Set<String> valued, Set<String> switches) throws UsageException {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String option = words.get(i);
            String value = "true";
            if (valued.contains(option)) {
                if (++i == words.size()) {
                    throw new UsageException("the option " + option + " needs a value");
                }
                value = words.get(i);
            } else if (!switches.contains(option)) {
                Set<String> known = new TreeSet<>(valued);
                known.addAll(switches);
                throw new UsageException("no option \"" + option + "\": there are " + String.join(" ", known));
            }
            if (values.put(option, value) != null) {
                throw new UsageException("the option " + option + " is given twice");
            }
        }
        return new Arguments(values);
    }

    /** Whether a switch is set. */
    public boolean has(String option) {
        return values.containsKey(option);
    }

    /** The value of an option, if it is given. */
    public Optional<String> text(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /**
     * A whole number within limits.
     *
     * @throws UsageException when it is none
     */
    public long number(String option, long otherwise, long min, long max) throws UsageException {
        String value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        long number = value.matches("[0-9]{1,12}") ? Long.parseLong(value) : -1;
        if (number < min || number > max) {
            throw new UsageException(
                    option + " takes a whole number from " + min + " to " + max + ", not \"" + value + "\"");
        }
        return number;
    }

    /**
     * One of an enum's constants, written in lower case.
     *
     * @throws UsageException when it is none
     */
    public <E extends Enum<E>> E choice(String option, E otherwise) throws UsageException {
        String value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        E[] choices = otherwise.getDeclaringClass().getEnumConstants();
        for (E choice : choices) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
                return choice;
            }
        }
        String names = Arrays.toString(choices).toLowerCase(Locale.ROOT);
        throw new UsageException(option + " takes one of " + names + ", not \"" + value + "\"");
    }
}
