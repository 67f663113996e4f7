package io.zentra.core.money;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.AMOUNT_OVERFLOW;
import static io.zentra.core.error.ErrorCode.ASSET_MISMATCH;
import static io.zentra.core.error.ErrorCode.INVALID_AMOUNT;
import static io.zentra.core.error.ErrorCode.UNKNOWN_ASSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ZentraException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final Asset USD = Asset.iso("USD");

    @Test
    void addsAndSubtractsInMinorUnits() {
        assertThat(usd(125_000).plus(usd(1))).isEqualTo(usd(125_001));
        assertThat(usd(125_000).minus(usd(125_001))).isEqualTo(usd(-1));
        assertThat(usd(5).negated()).isEqualTo(usd(-5));
        assertThat(usd(5).times(-3)).isEqualTo(usd(-15));
    }

    @Test
    void refusesToLeaveTheRangeOf64Bits() {
        assertRefused(AMOUNT_OVERFLOW, () -> usd(Long.MAX_VALUE).plus(usd(1)));
        assertRefused(AMOUNT_OVERFLOW, () -> usd(Long.MIN_VALUE).minus(usd(1)));
        assertRefused(AMOUNT_OVERFLOW, () -> usd(Long.MIN_VALUE).negated());
        assertRefused(AMOUNT_OVERFLOW, () -> usd(Long.MAX_VALUE).times(2));
        assertRefused(AMOUNT_OVERFLOW, () -> usd(Long.MIN_VALUE).times(-1));
        assertRefused(AMOUNT_OVERFLOW, () -> usd(Long.MAX_VALUE).times(new BigDecimal("1.01"), RoundingMode.DOWN));
        assertRefused(AMOUNT_OVERFLOW, () -> Money.parse("92233720368547758.08 USD"));
        assertThat(usd(Long.MIN_VALUE).times(1)).isEqualTo(usd(Long.MIN_VALUE));
    }

    @Test
    void namesBothAssetsOfAMismatch() {
        assertThatThrownBy(() -> usd(1).plus(Money.ofMinor(1, "EUR")))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ASSET_MISMATCH);
                    assertThat(e.details()).containsEntry("left", "USD").containsEntry("right", "EUR");
                });
        assertRefused(ASSET_MISMATCH, () -> usd(1).minus(Money.ofMinor(1, "EUR")));
        assertRefused(ASSET_MISMATCH, () -> usd(1).compareTo(Money.ofMinor(1, "EUR")));
    }

    @Test
    void neverTakesTwoScalesOfACodeForOneAsset() {
        assertRefused(ASSET_MISMATCH, () -> Money.ofMinor(1, "USDC/6").plus(Money.ofMinor(1, "USDC/18")));
    }

    @Test
    void roundsOnlyAsTold() {
        assertThat(usd(125).times(new BigDecimal("0.5"), RoundingMode.HALF_EVEN))
                .isEqualTo(usd(62));
        assertThat(usd(125).times(new BigDecimal("0.5"), RoundingMode.HALF_UP)).isEqualTo(usd(63));
        assertThat(usd(-125).times(new BigDecimal("0.5"), RoundingMode.FLOOR)).isEqualTo(usd(-63));
        assertThat(usd(124).times(new BigDecimal("0.5"), RoundingMode.UNNECESSARY))
                .isEqualTo(usd(62));
        assertRefused(INVALID_AMOUNT, () -> usd(125).times(new BigDecimal("0.5"), RoundingMode.UNNECESSARY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e65", "1e-65", "1e1000000000", "1e-1000000000"})
    void refusesFactorsThatWouldTakeAllMemory(String factor) {
        assertRefused(INVALID_AMOUNT, () -> usd(1).times(new BigDecimal(factor), RoundingMode.DOWN));
    }

    /** Its absolute value is below zero, too: it passed the check. */
    @Test
    void refusesTheLowestScaleOfAll() {
        BigDecimal factor = new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE);

        assertRefused(INVALID_AMOUNT, () -> usd(1).times(factor, RoundingMode.DOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "125000, USD, 1250.00 USD",
        "-1, USD, -0.01 USD",
        "0, USD, 0.00 USD",
        "1250, JPY, 1250 JPY",
        "-1250, JPY, -1250 JPY",
        "1250001, BHD, 1250.001 BHD",
        "1, WEI/18, 0.000000000000000001 WEI/18",
        "9223372036854775807, WEI/18, 9.223372036854775807 WEI/18",
        "-9223372036854775808, WEI/18, -9.223372036854775808 WEI/18",
        "-9223372036854775808, POINTS/0, -9223372036854775808 POINTS/0"
    })
    void printsWithTheDecimalsOfItsAssetAndReadsItBack(long minor, String asset, String text) {
        Money money = Money.ofMinor(minor, asset);

        assertThat(money).hasToString(text);
        assertThat(Money.parse(text)).isEqualTo(money);
        assertThat(money.amount().scale()).isEqualTo(money.asset().scale());
    }

    @Test
    void readsBackWhateverItPrints() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        for (int i = 0; i < 10_000; i++) {
            long minor = random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(Asset.MAX_SCALE + 1);
            Money money = Money.ofMinor(minor, Asset.custom("TOKEN", scale));

            assertThat(Money.parse(money.toString())).isEqualTo(money);
        }
    }

    @ParameterizedTest
    @CsvSource({"5 USD, 500", "5.1 USD, 510", "-0 USD, 0", "-0.5 USD, -50", "007.00 USD, 700"})
    void readsFewerDecimalsThanTheAssetHas(String text, long minor) {
        assertThat(Money.parse(text)).isEqualTo(usd(minor));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "USD",
                "12",
                "12.USD",
                "12. USD",
                ".12 USD",
                "+12 USD",
                "1,250.00 USD",
                "1_250 USD",
                "1e3 USD",
                "0x10 USD",
                "12  USD",
                " 12 USD",
                "12 USD ",
                "12 USD\n",
                "--1 USD",
                "12.345 USD",
                "1.0 JPY",
                "1.2345 BHD",
                "NaN USD",
                "Infinity USD",
                "١٢ USD",
                "12345678901234567890 USD",
                "0.0000000000000000001 USD",
                "12 usd"
            })
    void refusesTextsThatAreNoAmount(String text) {
        assertRefused(INVALID_AMOUNT, () -> Money.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12 XXX", "12 QQQ", "12 USD/3", "12 US", "12 TOKEN", "12 TOKEN/19", "12 TOKEN/", "12 A/2"})
    void refusesAmountsOfUnknownAssets(String text) {
        assertRefused(UNKNOWN_ASSET, () -> Money.parse(text));
    }

    @Test
    void keepsLongTextsOutOfMessages() {
        assertThatThrownBy(() -> Money.parse("9".repeat(100_000)))
                .isInstanceOf(ZentraException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void comparesWithinAnAsset() {
        assertThat(usd(1)).isLessThan(usd(2)).isGreaterThan(usd(-1)).isEqualByComparingTo(usd(1));
        assertThat(usd(1).isPositive()).isTrue();
        assertThat(usd(0).isZero()).isTrue();
        assertThat(usd(-1).isNegative()).isTrue();
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
