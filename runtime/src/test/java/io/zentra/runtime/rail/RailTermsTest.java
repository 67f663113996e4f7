package io.zentra.runtime.rail;

import static io.zentra.runtime.rail.OpeningHoursTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.money.Asset;
import io.zentra.policy.Corridor;
import io.zentra.runtime.FlowAccounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Capabilities and settings of rails. */
class RailTermsTest {
    private static final Asset EUR = Asset.iso("EUR");
    private static final Asset USD = Asset.iso("USD");
    private static final Corridor HOME = Corridor.of("DE", "DE");

    @Test
    void takesWhatItSays() {
        RailCapabilities can = RailCapabilities.builder()
                .assets(EUR)
                .countries(Corridor.of("DE", Corridor.ANY))
                .currencies(Corridor.of("EUR", "EUR"))
                .amount(EUR, 1, 10_000_000)
                .cost(EUR, new RailCost(20, 0))
                .settles(Settles.AT_ONCE)
                .build();

        assertThat(can.takes(EUR)).isTrue();
        assertThat(can.takes(USD)).isFalse();
        assertThat(can.connects(HOME, Corridor.of("EUR", "EUR"))).isTrue();
        assertThat(can.connects(Corridor.of("FR", "DE"), Corridor.of("EUR", "EUR")))
                .isFalse();
        assertThat(can.connects(HOME, Corridor.of("EUR", "USD"))).isFalse();
        assertThat(can.connects(null, Corridor.of("EUR", "EUR")))
                .as("countries that are not known are on no list")
                .isFalse();
        assertThat(can.connects(HOME, null)).isFalse();
        assertThat(can.amounts(EUR)).isEqualTo(new AmountRange(1, 10_000_000));
        assertThat(can.cost(EUR).of(1)).hasValue(20);
        assertThat(can.settles()).isEqualTo(Settles.AT_ONCE);
    }

    @Test
    void anyTakesEverything() {
        RailCapabilities any = RailCapabilities.any();

        assertThat(any.takes(USD)).isTrue();
        assertThat(any.connects(null, null)).isTrue();
        assertThat(any.amounts(USD)).isNull();
        assertThat(any.cost(USD)).isEqualTo(RailCost.NONE);
        assertThat(any.hours().isOpenAt(Instant.EPOCH)).isTrue();
        assertThat(any.settles()).isEqualTo(Settles.AT_ONCE);
    }

    @Test
    void refusesCapabilitiesThatCannotBeMeant() {
        refused("the least amount must be 1 to", () -> new AmountRange(0, 5));
        refused("the most amount must be 6 to", () -> new AmountRange(6, 5));
        refused(
                "the amounts of EUR was set twice",
                () -> RailCapabilities.builder().amount(EUR, 1, 2).amount(EUR, 1, 2));
        refused(
                "the cost of EUR was set twice",
                () -> RailCapabilities.builder().cost(EUR, RailCost.NONE).cost(EUR, RailCost.NONE));
        RailCapabilities.Builder other = RailCapabilities.builder().assets(EUR).amount(USD, 1, 2);
        refused("amounts or costs are given of USD, which is not among its assets", other::build);
        RailCapabilities.Builder costs = RailCapabilities.builder().assets(EUR).cost(USD, RailCost.NONE);
        refused("amounts or costs are given of USD, which is not among its assets", costs::build);
        Corridor[] many =
                Collections.nCopies(RailCapabilities.MAX_CORRIDORS + 1, HOME).toArray(Corridor[]::new);
        RailCapabilities.Builder countries = RailCapabilities.builder().countries(many);
        refused("corridors of countries must be 0 to 10000, not 10001", countries::build);
        RailCapabilities.Builder currencies = RailCapabilities.builder().currencies(many);
        refused("corridors of currencies must be 0 to 10000, not 10001", currencies::build);
        Set<Asset> assets = IntStream.rangeClosed(0, RailCapabilities.MAX_ASSETS)
                .mapToObj(i -> Asset.custom("PT" + i, 2))
                .collect(Collectors.toSet());
        RailCapabilities.Builder named = RailCapabilities.builder().assets(assets.toArray(Asset[]::new));
        refused("assets must be 0 to 1000, not 1001", named::build);
        RailCapabilities.Builder amounts = RailCapabilities.builder();
        assets.forEach(asset -> amounts.amount(asset, 1, 2));
        refused("assets with amounts must be 0 to 1000", amounts::build);
        RailCapabilities.Builder priced = RailCapabilities.builder();
        assets.forEach(asset -> priced.cost(asset, RailCost.NONE));
        refused("assets with costs must be 0 to 1000", priced::build);
    }

    @Test
    void standardSettingsAreThoseOfTheGuide() {
        assertThat(RailSettings.standard())
                .isEqualTo(new RailSettings(
                        Duration.ofSeconds(20),
                        64,
                        new RailSettings.Breaker(5, 10, Duration.ofSeconds(30)),
                        List.of(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(10),
                                Duration.ofHours(1),
                                Duration.ofHours(6),
                                Duration.ofDays(1)),
                        Set.of(),
                        null,
                        false));
    }

    @Test
    void failsOverOnlyForTheReasonsThatAreNamed() {
        RailSettings settings =
                RailSettings.builder().retryable("maintenance", "limit").build();
        assertThat(settings.mayFailOver("maintenance")).isTrue();
        assertThat(settings.mayFailOver("Maintenance")).isFalse();
        assertThat(RailSettings.standard().mayFailOver("maintenance")).isFalse();
    }

    @Test
    void refusesSettingsOutOfTheirBounds() {
        Map<String, RailSettings.Builder> refused = Map.ofEntries(
                Map.entry("the timeout must be PT0.01S to PT25S, not PT0.009S", with().timeout(Duration.ofMillis(9))),
                Map.entry(
                        "the timeout must be PT0.01S to PT25S, not PT25.001S",
                        with().timeout(Duration.ofMillis(25_001))),
                Map.entry("the most calls at once must be 1 to 1000, not 0", with().mostAtOnce(0)),
                Map.entry("the most calls at once must be 1 to 1000, not 1001", with().mostAtOnce(1_001)),
                Map.entry("pauses of the query schedule must be 1 to 50, not 0", with().querySchedule(List.of())),
                Map.entry(
                        "pauses of the query schedule must be 1 to 50, not 51",
                        with().querySchedule(Collections.nCopies(51, Duration.ofSeconds(1)))),
                Map.entry(
                        "a pause of the query schedule must be PT1S to PT720H, not PT0.999S",
                        with().querySchedule(List.of(Duration.ofMillis(999)))),
                Map.entry(
                        "a pause of the query schedule must be PT1S to PT720H, not PT720H0.001S",
                        with().querySchedule(List.of(Duration.ofDays(30).plusMillis(1)))),
                Map.entry("the characters of a retryable reason must be 1 to 512, not 0", with().retryable("")),
                Map.entry(
                        "the characters of a retryable reason must be 1 to 512, not 513",
                        with().retryable("x".repeat(513))),
                Map.entry(
                        "retryable reasons must be 0 to 256, not 257",
                        with().retryable(IntStream.range(0, 257)
                                .mapToObj(i -> "r" + i)
                                .toArray(String[]::new))));
        refused.forEach((why, builder) -> refused(why, builder::build));
        refused(
                "timeout was set twice",
                () -> with().timeout(Duration.ofSeconds(1)).timeout(Duration.ofSeconds(1)));
        refused(
                "accounts was set twice",
                () -> with().accounts(FlowAccounts.standard()).accounts(FlowAccounts.standard()));
        refused("paysOut was set twice", () -> with().paysOut().paysOut());
        refused(
                "the breaker's calls must be 1 to 1000, not 0",
                () -> new RailSettings.Breaker(1, 0, Duration.ofSeconds(1)));
        refused(
                "the breaker's calls must be 1 to 1000, not 1001",
                () -> new RailSettings.Breaker(1, 1_001, Duration.ofSeconds(1)));
        refused(
                "the breaker's failures must be 1 to 3, not 4",
                () -> new RailSettings.Breaker(4, 3, Duration.ofSeconds(1)));
        refused(
                "the breaker's failures must be 1 to 3, not 0",
                () -> new RailSettings.Breaker(0, 3, Duration.ofSeconds(1)));
        refused(
                "the breaker's pause must be PT1S to PT24H, not PT0.999S",
                () -> new RailSettings.Breaker(1, 1, Duration.ofMillis(999)));
        refused(
                "the breaker's pause must be PT1S to PT24H, not PT24H0.001S",
                () -> new RailSettings.Breaker(1, 1, Duration.ofDays(1).plusMillis(1)));
    }

    private static RailSettings.Builder with() {
        return RailSettings.builder();
    }
}
