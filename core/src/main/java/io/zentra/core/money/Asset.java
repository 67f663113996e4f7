package io.zentra.core.money;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Currency;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What money is counted in: a code and the number of decimals of its minor unit. Immutable.
 *
 * <p>ISO 4217 currencies come from {@link Currency}; anything else (points, tokens) states its scale and is written
 * {@code CODE/scale}, so that no reader has to know it.
 *
 * <pre>{@code
 * Asset usd = Asset.iso("USD");          // scale 2, written "USD"
 * Asset usdc = Asset.custom("USDC", 6);  // written "USDC/6"
 * }</pre>
 *
 * @param code three capital letters for ISO 4217; 2 to 16 capital letters, digits, {@code .} or {@code _} otherwise
 * @param scale decimals of the minor unit, 0 to 18
 */
public record Asset(String code, int scale) {
    /**
     * The largest scale: one more and a single whole unit would not fit into 64 bits. It is one of amounts; an account's
     * totals ask for room above it: they have 64 bits for as long as the account lives, so at this scale it takes 9.22
     * whole units in all, and 9.2 billion at a scale of 9.
     */
    public static final int MAX_SCALE = 18;

    private static final Pattern CUSTOM_CODE = Pattern.compile("[A-Z][A-Z0-9._]{1,15}");
    private static final Map<String, Asset> ISO = new ConcurrentHashMap<>();

    /**
     * Checks code and scale.
     *
     * @throws ZentraException {@code unknown_asset} when the code is malformed, the scale out of range, or the code is
     *     an ISO 4217 currency with another scale
     */
    public Asset {
        if (!CUSTOM_CODE.matcher(code).matches() || scale < 0 || scale > MAX_SCALE) {
            throw unknown(code + "/" + scale);
        }
        Currency currency = currency(code);
        if (currency != null && currency.getDefaultFractionDigits() != scale) {
            throw unknown(code + "/" + scale);
        }
    }

    /**
     * The ISO 4217 currency of this code.
     *
     * @throws ZentraException {@code unknown_asset} when there is none, or it has no minor unit (such as XAU)
     */
    public static Asset iso(String code) {
        Asset known = ISO.get(code);
        if (known != null) {
            return known;
        }
        Currency currency = currency(code);
        if (currency == null || currency.getDefaultFractionDigits() < 0) {
            throw unknown(code);
        }
        Asset asset = new Asset(code, currency.getDefaultFractionDigits());
        ISO.put(code, asset);
        return asset;
    }

    /**
     * An asset that is no ISO 4217 currency.
     *
     * @throws ZentraException {@code unknown_asset} as for the constructor
     */
    public static Asset custom(String code, int scale) {
        return new Asset(code, scale);
    }

    /**
     * Reads what {@link #toString()} writes: {@code USD} or {@code USDC/6}.
     *
     * @throws ZentraException {@code unknown_asset} when the text is neither
     */
    public static Asset parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return iso(text);
        }
        String scale = text.substring(slash + 1);
        if (scale.isEmpty() || scale.length() > 2 || !scale.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unknown(text);
        }
        return new Asset(text.substring(0, slash), Integer.parseInt(scale));
    }

    /** {@code USD} for ISO 4217, {@code USDC/6} for the rest. */
    @Override
    public String toString() {
        return currency(code) != null ? code : code + "/" + scale;
    }

    private static @Nullable Currency currency(String code) {
        if (code.length() != 3) {
            return null;
        }
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException notIso) {
            return null;
        }
    }

    private static ZentraException unknown(String text) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_ASSET,
                "\"" + Shown.of(text) + "\" is not an asset: use an ISO 4217 code with a minor unit, or CODE/scale"
                        + " with 2 to 16 of A-Z 0-9 . _ and a scale of 0 to 18",
                Map.of("asset", Shown.of(text)));
    }
}
