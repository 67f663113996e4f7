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
import java.util.function.Predicate;
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
    private static final int MAX_DIGITS = 18;
    private static final int MAX_EVENT = 100;
    private static final int MAX_REFERENCE = 200;
    private static final int MAX_FREE = 500;

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
                () -> "the item " + Shown.of(reference));
    }

    private static String signed(JsonNode fields) {
        JsonNode amount = fields.path("amount");
        return String.join(
                ":",
                text(fields, "pspReference", AdyenNotifications::isFree),
                text(fields, "originalReference", AdyenNotifications::isReference),
                text(fields, "merchantAccountCode", AdyenNotifications::isAccount),
                text(fields, "merchantReference", AdyenNotifications::isFree),
                text(amount, "value", AdyenNotifications::isValue),
                text(amount, "currency", AdyenNotifications::isCurrency),
                text(fields, "eventCode", AdyenNotifications::isEvent),
                text(fields, "success", AdyenNotifications::isSuccess));
    }

    private static String text(JsonNode of, String name, Predicate<String> form) {
        JsonNode value = of.path(name);
        String text = value.isMissingNode() || value.isNull() ? "" : value.asText();
        if (value.isContainerNode() || value.isFloatingPointNumber() || !form.test(text)) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_MISSING,
                    "the signed field " + name + " \"" + Shown.of(text)
                            + "\" is malformed, so that what was signed is not certain: send it as Adyen does");
        }
        return text;
    }

    private static boolean isFree(String text) {
        return text.length() <= MAX_FREE;
    }

    private static boolean isReference(String text) {
        return text.length() <= MAX_REFERENCE && text.indexOf(':') < 0 && text.indexOf('\\') < 0;
    }

    private static boolean isAccount(String text) {
        return !text.isEmpty() && isReference(text);
    }

    private static boolean isSuccess(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static boolean isCurrency(String text) {
        boolean isOne = text.length() == 3;
        for (int i = 0; isOne && i < text.length(); i++) {
            isOne = isCapital(text.charAt(i));
        }
        return isOne || text.isEmpty();
    }

    private static boolean isEvent(String text) {
        boolean isOne = !text.isEmpty() && text.length() <= MAX_EVENT;
        for (int i = 0; isOne && i < text.length(); i++) {
            char c = text.charAt(i);
            isOne = isCapital(c) || isDigit(c) || c == '_';
        }
        return isOne;
    }

    /** A whole number without leading zeros, or nothing. */
    private static boolean isValue(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - from;
        boolean isOne = digits >= 1 && digits <= MAX_DIGITS && text.charAt(from) != '0';
        for (int i = from; isOne && i < text.length(); i++) {
            isOne = isDigit(text.charAt(i));
        }
        return isOne || text.equals("0") || text.isEmpty();
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
