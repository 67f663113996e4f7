package io.zentra.policy.internal;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.policy.Decision;
import io.zentra.policy.Facts;
import io.zentra.policy.Measure;
import io.zentra.policy.WindowReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An operation that shows something, with what the windows come to.
 *
 * @param facts the operation
 * @param windows the values of windows with the operation in them; of others it is the only one so far
 */
record Example(Facts facts, Map<String, Long> windows) {
    /** The same with these rails to choose from. */
    Example over(Set<String> rails) {
        return new Example(
                new Facts(
                        facts.tenant(),
                        facts.actor(),
                        facts.proposal().rails(List.copyOf(rails)),
                        facts.at(),
                        facts.zone(),
                        facts.offset()),
                windows);
    }

    /** What a policy says to it. */
    Decision decide(CompiledPolicy compiled) {
        Selection selection = compiled.select(facts);
        return selection.decide(readings(selection));
    }

    /** The places of the rules whose conditions it meets, reached or not. */
    BitSet meets(CompiledPolicy compiled) {
        Selection selection = compiled.select(facts);
        Situation situation = selection.situation(readings(selection));
        BitSet met = new BitSet();
        int rules = compiled.rules().size();
        for (int i = selection.rules().next(0);
                i >= 0 && i < rules;
                i = selection.rules().next(i + 1)) {
            met.set(i, compiled.rules().get(i).restIsMet(situation));
        }
        return met;
    }

    private List<WindowReading> readings(Selection selection) {
        List<WindowReading> readings = new ArrayList<>();
        for (Counted window : selection.counting()) {
            long own = own(window.measure());
            long after = windows.getOrDefault(window.name(), own);
            readings.add(new WindowReading(
                    window.name(), window.measure().within().startOf(facts.at(), facts.zone()), after - own, after));
        }
        return readings;
    }

    /** What it adds to a window. */
    private long own(Measure measure) {
        return measure.kind() == Measure.Kind.SUM ? facts.proposal().amount().minor() : 1;
    }

    /** Its JSON form: the facts as events keep them, and the windows that count it. */
    String json(CompiledPolicy compiled) {
        List<WindowReading> readings = readings(compiled.select(facts));
        return new String(
                CanonicalJson.bytes(json -> {
                    FactsText.write(json.beginObject().name("facts"), facts);
                    if (!readings.isEmpty()) {
                        json.name("windows").beginObject();
                        readings.forEach(reading -> json.member(reading.window(), reading.after()));
                        json.endObject();
                    }
                    json.endObject();
                }),
                StandardCharsets.UTF_8);
    }
}
