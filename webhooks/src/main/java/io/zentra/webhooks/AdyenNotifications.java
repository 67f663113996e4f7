package io.zentra.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.journal.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adyen's standard notifications. Each {@code NotificationRequestItem} is signed over {@code
 * pspReference:originalReference:merchantAccountCode:merchantReference:value:currency:eventCode:success}, as the fields
 * stand: colons and backslashes in them are <b>not</b> escaped, whatever older documentation says (Adyen's libraries removed
 * it; adyen-python-api-library 118, adyen-php-api-library 165).
 *
 * <p>Since nothing is escaped, one signed text can be cut into fields in several ways. So only the two references that
 * Adyen and the merchant choose freely may hold a colon; all other fields are refused unless they have their strict form.
 */
final class AdyenNotifications implements CallbackScheme {
    private static final int MAX_ITEMS = 100;
    private static final Pattern VALUE = Pattern.compile("|0|-?[1-9][0-9]{0,17}");
    private static final Pattern CURRENCY = Pattern.compile("|[A-Z]{3}");
    private static final Pattern EVENT = Pattern.compile("[A-Z0-9_]{1,100}");
    private static final Pattern ACCOUNT = Pattern.compile("[^:\\\\]{1,200}");
    private static final Pattern REFERENCE = Pattern.compile("[^:\\\\]{0,200}");
    private static final Pattern SUCCESS = Pattern.compile("true|false");
    private static final Pattern FREE = Pattern.compile("(?s).{0,500}");

    private final KeyRing keys;

    AdyenNotifications(CallbackKey... keys) {
        this.keys = KeyRing.of(List.of(keys), SignatureAlgorithm.HMAC_SHA256);
    }

    @Override
    public String name() {
        return "adyen_standard";
    }

    @Override
    public CallbackVerdict verify(CallbackMessage message, Instant now) {
        return Refusal.orElse(() -> verified(message, now));
    }

    private CallbackVerdict verified(CallbackMessage message, Instant now) {
        JsonNode items = JsonBody.tree(message.body())
                .map(tree -> tree.path("notificationItems"))
                .filter(list -> list.isArray() && !list.isEmpty() && list.size() <= MAX_ITEMS)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.SIGNATURE_MISSING,
                        "the body has no notificationItems, and so no signatures: send JSON with 1 to " + MAX_ITEMS
                                + " of them, no name twice"));
        MessageDigest content = Sha256.begin();
        @Nullable CallbackKey first = null;
        for (JsonNode item : items) {
            JsonNode fields = item.path("NotificationRequestItem");
            byte[] signed = signed(fields).getBytes(StandardCharsets.UTF_8);
            CallbackKey key = verified(fields, signed, now);
            first = first == null ? key : first;
            content.update(signed);
            content.update((byte) '\n');
        }
        return CallbackVerdict.Verified.by(Objects.requireNonNull(first))
                .withId("sha256:" + HexFormat.of().formatHex(content.digest()), true);
    }

    private CallbackKey verified(JsonNode fields, byte[] signed, Instant now) {
        String reference = fields.path("pspReference").asText();
        byte[] signature = SignatureEncoding.BASE64
                .decode(fields.path("additionalData").path("hmacSignature").asText())
                .orElseThrow(
                        () -> new Refusal(
                                ErrorCode.SIGNATURE_MISSING,
                                "the item " + Shown.of(reference)
                                        + " has no additionalData.hmacSignature in base 64: switch HMAC signatures on at Adyen"));
        return keys.require(
                now,
                key -> SignatureAlgorithm.HMAC_SHA256.verifies(key, signature, signed),
                "the item " + Shown.of(reference));
    }

    private static String signed(JsonNode fields) {
        JsonNode amount = fields.path("amount");
        return String.join(
                ":",
                text(fields, "pspReference", FREE),
                text(fields, "originalReference", REFERENCE),
                text(fields, "merchantAccountCode", ACCOUNT),
                text(fields, "merchantReference", FREE),
                text(amount, "value", VALUE),
                text(amount, "currency", CURRENCY),
                text(fields, "eventCode", EVENT),
                text(fields, "success", SUCCESS));
    }

    private static String text(JsonNode of, String name, Pattern form) {
        JsonNode value = of.path(name);
        String text = value.isMissingNode() || value.isNull() ? "" : value.asText();
        if (value.isContainerNode()
                || value.isFloatingPointNumber()
                || !form.matcher(text).matches()) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_MISSING,
                    "the signed field " + name + " \"" + Shown.of(text)
                            + "\" is malformed, so that what was signed is not certain: send it as Adyen does");
        }
        return text;
    }
}
