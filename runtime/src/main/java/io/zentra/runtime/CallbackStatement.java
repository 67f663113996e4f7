package io.zentra.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a callback says. Immutable.
 *
 * @param reference the reference that we sent: our attempt's id
 * @param succeeded whether the money arrived; otherwise it will not
 * @param amount how much, as the provider states it
 * @param providerReference the provider's own id; null when it gave none
 * @param reason the provider's reason for a failure; null when it gave none
 */
public record CallbackStatement(
        String reference,
        boolean succeeded,
        Money amount,
        @Nullable String providerReference,
        @Nullable String reason) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes the provider's texts fit to be kept. */
    public CallbackStatement {
        reference = ProviderText.kept(reference);
        providerReference = ProviderText.keptOrNull(providerReference);
        reason = ProviderText.keptOrNull(reason);
    }

    /**
     * Reads the default form; see {@link Rail#read}.
     *
     * @throws ZentraException {@code callback_malformed} with the member that is wrong
     */
    public static CallbackStatement parse(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException notJson) {
            throw malformed("body", "is not JSON");
        }
        if (root == null || !root.isObject()) {
            throw malformed("body", "is no object");
        }
        String type = text(root, "type");
        if (!type.equals("transfer.succeeded") && !type.equals("transfer.failed")) {
            throw malformed("type", "is neither transfer.succeeded nor transfer.failed");
        }
        JsonNode data = root.path("data");
        if (!data.path("amount_minor").canConvertToLong()
                || !data.path("amount_minor").isIntegralNumber()) {
            throw malformed("data.amount_minor", "is no integer of 64 bits");
        }
        return new CallbackStatement(
                text(data, "reference"),
                type.equals("transfer.succeeded"),
                Money.ofMinor(data.path("amount_minor").longValue(), asset(text(data, "currency"))),
                optionalText(data, "provider_reference"),
                optionalText(data, "reason"));
    }

    private static Asset asset(String currency) {
        try {
            return Asset.parse(currency);
        } catch (ZentraException unknown) {
            throw malformed("data.currency", "is no asset");
        }
    }

    private static String text(JsonNode object, String name) {
        String text = optionalText(object, name);
        if (text == null) {
            throw malformed(name, "is missing or no text");
        }
        return text;
    }

    private static @Nullable String optionalText(JsonNode object, String name) {
        return object.path(name).textValue();
    }

    private static ZentraException malformed(String member, String what) {
        return ZentraException.of(ErrorCode.CALLBACK_MALFORMED, "the callback's " + member + " " + what);
    }
}
