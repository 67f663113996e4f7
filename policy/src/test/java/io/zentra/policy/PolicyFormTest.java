package io.zentra.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON form, and the faults that it can have: each is refused with its path. */
class PolicyFormTest {
    private static final Asset USD = Asset.iso("USD");

    /** What stands in place of the conditions of the only rule. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'field': 'colour', 'is': 'red'}                                     | [0].field",
                "{'field': 'metadata.', 'is': 'red'}                                  | [0].field",
                "{'field': 'rail', 'is': 7}                                           | [0].is",
                "{'field': 'rail', 'in': 'a'}                                         | [0].in",
                "{'field': 'rail', 'in': []}                                          | [0].in",
                "{'field': 'rail', 'in': ['a', 'a']}                                  | [0].in",
                "{'field': 'rail', 'in': ['a'], 'is': 'a'}                            | [0]",
                "{'field': 'rail', 'like': 'a'}                                       | [0].like",
                "{'field': 'rail', 'present': false}                                  | [0].present",
                "{'amount': {'asset': 'USD', 'min_minor': -1}}                        | [0].amount.min_minor",
                "{'amount': {'asset': 'USD', 'max_minor': -1}}                        | [0].amount.max_minor",
                "{'amount': {'asset': 'USD', 'min_minor': 2, 'max_minor': 1}}         | [0].amount",
                "{'amount': {'asset': 'USD', 'min_minor': 1.5}}                       | [0].amount.min_minor",
                "{'amount': {'asset': 'USD', 'min_minor': 9223372036854775808}}       | [0].amount.min_minor",
                "{'amount': {'asset': 'XXQ'}}                                         | [0].amount.asset",
                "{'amount': {'min_minor': 1}}                                         | [0].amount.asset",
                "{'window': {'name': 'none', 'min': 1}}                               | [0].window.name",
                "{'window': {'name': 'daily', 'min': -5}}                             | [0].window.min",
                "{'weekday': ['noday']}                                               | [0].weekday[0]",
                "{'weekday': []}                                                      | [0].weekday",
                "{'time_of_day': {'from': '25:00', 'to': '06:00'}}                    | [0].time_of_day.from",
                "{'time_of_day': {'from': '06:00', 'to': '06:00'}}                    | [0].time_of_day",
                "{'between': {}}                                                      | [0].between",
                "{'between': {'from': 'now'}}                                         | [0].between.from",
                "{'any': []}                                                          | [0].any",
                "{'not': {'any': [{'use': 'unknown'}]}}                               | [0].not.any[0].use",
                "{}                                                                   | [0]",
                "7                                                                    | [0]"
            })
    void refusesBadConditions(String condition, String path) {
        String json = """
                {"name": "payout", "schema": 1, "windows": {"daily": {"measure": "count", "within": {"calendar": "day"}}},
                 "steps": [{"name": "a", "rules": [{"id": "r", "when": [%s], "then": {"deny": "no"}}]}]}
                """.formatted(condition.replace('\'', '"'));

        refused(json, "$.steps[0].rules[0].when" + path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                                              | $",
                "{'schema': 1, 'steps': []}                                                      | $.name",
                "{'name': 'p', 'schema': 2, 'steps': []}                                         | $.schema",
                "{'name': 'p', 'schema': 1, 'steps': []}                                         | $.steps",
                "{'name': 'p q', 'schema': 1, 'steps': [STEP]}                                   | $.name",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'colour': 1}                        | $.colour",
                "{'name': 'p', 'schema': 1, 'steps': [{'name': 'a', 'rules': []}]}               | $.steps[0].rules",
                "{'name': 'p', 'schema': 1, 'steps': [STEP, STEP]}                               | $.steps[1].name",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'bands': [{'from': 0, 'then': {'deny': 'x'}}]}  | $.bands[0].from",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'bands': [{'from': 1, 'then': {'accept': true}}]} | $.bands[0].then",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'definitions': {'a': {'use': 'b'}, 'b': {'not': {'use': 'a'}}}} | $.definitions.a",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'windows': {'w': {'measure': 'sum', 'within': {'calendar': 'day'}}}} | $.windows.w.asset",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'windows': {'w': {'measure': 'distinct', 'within': {'calendar': 'day'}}}} | $.windows.w.of",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'windows': {'w': {'measure': 'count', 'within': {'rolling': 'PT0S'}}}} | $.windows.w.within.rolling",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'windows': {'w': {'measure': 'count', 'within': {'rolling': 'P'}}}} | $.windows.w.within.rolling",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'windows': {'w': {'measure': 'count', 'per': ['rail', 'rail'], 'within': {'calendar': 'day'}}}} | $.windows.w.per[1]",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'windows': {'w': {'measure': 'count', 'within': {'calendar': 'day'}, 'where': [{'window': {'name': 'w', 'min': 1}}]}}} | $.windows.w.where[0].window",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'corridors': [{'rail': 'r'}]}       | $.corridors[0]",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'corridors': [{'rail': 'r', 'countries': ['us>de']}]} | $.corridors[0].countries[0]",
                "{'name': 'p', 'schema': 1, 'steps': [STEP], 'corridors': [{'rail': 'r', 'countries': ['US']}]} | $.corridors[0].countries[0]"
            })
    void refusesBadPolicies(String json, String path) {
        refused(
                json.replace("STEP", "{'name': 's', 'rules': [{'id': 'r', 'when': [], 'then': {'accept': true}}]}")
                        .replace('\'', '"'),
                path);
    }

    @Test
    void refusesWhatIsNoJson() {
        refused("{", "$");
        refused("{\"name\": \"a\", \"name\": \"b\"}", "$.name");
    }

    @Test
    void refusesWhatIsTooLarge() {
        PolicyBuilder rules = Policy.named("p");
        IntStream.rangeClosed(0, Policy.MAX_RULES)
                .forEach(i -> rules.deny("r" + i, Condition.amountOver(Money.ofMinor(i, USD))));
        Condition deep = Condition.present(Field.RAIL);
        for (int i = 0; i < 9; i++) {
            deep = Condition.not(deep);
        }
        Condition nested = deep;
        PolicyBuilder doubled = Policy.named("p").define("d0", Condition.present(Field.RAIL));
        for (int i = 1; i < 12; i++) {
            doubled.define("d" + i, Condition.any(Condition.use("d" + (i - 1)), Condition.use("d" + (i - 1))));
        }

        assertThat(fault(rules::build)).contains("$.steps");
        assertThat(fault(() -> Policy.named("p").deny("r", nested).build())).contains("not.not");
        assertThat(fault(() -> doubled.deny("r", Condition.use("d11")).build())).contains("$.steps[0].rules[0].when");
        assertThat(fault(() -> Policy.parse(" ".repeat(Policy.MAX_JSON + 1)))).isEqualTo("$");
    }

    @Test
    void refusesTooManyBandsAndCorridors() {
        PolicyBuilder bands = Policy.named("p").accept("r");
        IntStream.rangeClosed(1, 65).forEach(i -> bands.band(i, new Effect.Deny("far")));
        PolicyBuilder rails = Policy.named("p").accept("r");
        IntStream.rangeClosed(1, 65).forEach(i -> rails.countries("rail-" + i, Corridor.of("US", "DE")));
        PolicyBuilder pairs = Policy.named("p").accept("r");
        IntStream.rangeClosed(1, 51).forEach(rail -> pairs.countries("rail-" + rail, pairs(1_000)));

        assertThat(fault(bands::build)).isEqualTo("$.bands");
        assertThat(fault(rails::build)).isEqualTo("$.corridors");
        assertThat(fault(pairs::build)).isEqualTo("$.corridors[50].countries");
        assertThat(fault(() -> Policy.named("p")
                        .accept("r")
                        .countries("rail", Corridor.of("US", "DE"), Corridor.of("US", "FR"), Corridor.of("US", "DE"))
                        .build()))
                .isEqualTo("$.corridors[0].countries[2]");
    }

    private static Corridor[] pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Corridor.of("US", "X" + i))
                .toArray(Corridor[]::new);
    }

    /** What followed 5,000 definitions of which each used the next ended the thread's stack, whatever their order. */
    @Test
    void refusesLongChainsOfDefinitions() {
        assertThat(fault(() -> chain(5_000, true).build())).startsWith("$.definitions.d");
        assertThat(fault(() -> chain(5_000, false).build())).startsWith("$.definitions.d");
        assertThat(fault(() -> chain(33, false).build())).startsWith("$.definitions.d");
        assertThat(chain(32, true).build().definitions()).hasSize(32);
        assertThat(chain(32, false).build().definitions()).hasSize(32);
    }

    private static PolicyBuilder chain(int length, boolean nextIsLater) {
        PolicyBuilder chain = Policy.named("p").deny("r", Condition.use("d10000"));
        for (int i = 0; i < length; i++) {
            int next = i + 1 < length ? i + 1 : -1;
            chain.define(
                    chained(i, length, nextIsLater),
                    next < 0 ? Condition.present(Field.RAIL) : Condition.use(chained(next, length, nextIsLater)));
        }
        return nextIsLater ? chain : chain.deny("s", Condition.use("d" + (10_000 + length - 1)));
    }

    private static String chained(int i, int length, boolean nextIsLater) {
        return "d" + (10_000 + (nextIsLater ? i : length - 1 - i));
    }

    /** Half a character has no form in UTF-8: what holds one cannot be kept. */
    @Test
    void refusesHalvesOfCharactersAndShowsNone() {
        String json = """
                {"name": "p", "schema": 1, "steps": [{"name": "a", "rules": [
                  {"id": "r", "when": [{"field": "metadata.a", "in": ["%s"]}], "then": {"deny": "no"}}]}]}
                """;

        refused(json.formatted("\ud83d"), "$.steps[0].rules[0].when[0].in");
        refused(json.formatted("\\ud83d"), "$.steps[0].rules[0].when[0].in");
        refused(json.formatted("\\u0000"), "$.steps[0].rules[0].when[0].in");
        assertThat(Policy.parse(json.formatted("\ud83d\ude00")).json()).contains("\ud83d\ude00");
        refused("{\"\ud83d\": 1}", "$.\ufffd");
        refused("{\"" + "x".repeat(5_000) + "\": 1}", "$." + "x".repeat(40) + "…");
        assertThat(catchThrowableOfType(ZentraException.class, () -> Policy.parse("{\"a\": \ud83d}"))
                        .reason())
                .doesNotContain("\ud83d");
    }

    private static String fault(Runnable making) {
        return String.valueOf(catchThrowableOfType(ZentraException.class, making::run)
                .details()
                .get("path"));
    }

    private static void refused(String json, String path) {
        ZentraException refusal = catchThrowableOfType(ZentraException.class, () -> Policy.parse(json));

        assertThat(refusal).as(json).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_POLICY);
        assertThat(refusal.details()).containsEntry("path", path);
        assertThat(refusal.reason()).contains(path);
    }
}
