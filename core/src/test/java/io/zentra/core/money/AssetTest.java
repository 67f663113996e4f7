package io.zentra.core.money;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.UNKNOWN_ASSET;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetTest {
    @ParameterizedTest
    @CsvSource({"USD, 2", "EUR, 2", "JPY, 0", "BHD, 3", "KWD, 3", "CLF, 4"})
    void knowsTheMinorUnitsOfIsoCurrencies(String code, int scale) {
        assertThat(Asset.iso(code)).isEqualTo(new Asset(code, scale));
        assertThat(Asset.iso(code)).hasToString(code);
        assertThat(Asset.parse(code)).isEqualTo(Asset.iso(code));
    }

    @ParameterizedTest
    @CsvSource({"USDC, 6", "WEI, 18", "POINTS, 0", "A1, 2", "MILES_2026.GOLD1, 9"})
    void writesOtherAssetsWithTheirScale(String code, int scale) {
        Asset asset = Asset.custom(code, scale);

        assertThat(asset).hasToString(code + "/" + scale);
        assertThat(Asset.parse(asset.toString())).isEqualTo(asset);
    }

    @Test
    void refusesAnIsoCurrencyWithAnotherScale() {
        assertRefused(UNKNOWN_ASSET, () -> Asset.custom("USD", 3));
        assertRefused(UNKNOWN_ASSET, () -> Asset.parse("JPY/2"));
        assertThat(Asset.parse("USD/2")).isEqualTo(Asset.iso("USD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XXX", "XTS"})
    void refusesIsoCodesWithoutAMinorUnit(String code) {
        assertRefused(UNKNOWN_ASSET, () -> Asset.iso(code));
        assertRefused(UNKNOWN_ASSET, () -> Asset.custom(code, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/2",
                "usd",
                "Usd",
                "U",
                "A/2",
                "TOKEN",
                "TOKEN/",
                "TOKEN/-1",
                "TOKEN/19",
                "TOKEN/100",
                "TOKEN/1/2",
                "TOKEN/٢",
                "1TOKEN/2",
                "TO KEN/2",
                "TOKEN/2 ",
                "ABCDEFGHIJKLMNOPQ/2",
                "ÄÖ/2"
            })
    void refusesWhatIsNoAsset(String text) {
        assertRefused(UNKNOWN_ASSET, () -> Asset.parse(text));
    }
}
