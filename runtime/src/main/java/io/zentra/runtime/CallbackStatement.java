package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.json.StrictJson;
import io.zentra.core.json.StrictValue;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.webhooks.CallbackMessage;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a callback says. Immutable.
 *
 * <pre>{@code
 * CallbackStatement.succeeded("at_…", usd("12.50")).providerReference("ch_17").businessKey("ch_17/captured");
 * }</pre>
 *
 * @param reference what it speaks of: the reference that we sent, which is our attempt's id, or the provider's own id,
 *     for providers that send ours not back
 * @param outcome what it says of it
 * @param amount how much, as the provider states it
 * @param providerReference the provider's own id; null when it gave none
 * @param reason the provider's reason for a failure or return; null when it gave none
 * @param businessKey what the provider calls the fact itself, whatever messages tell it: of the messages of a rail with the
 *     same key the first counts; null when it has no name
 */
public record CallbackStatement(
        String reference,
        Outcome outcome,
        Money amount,
        @Nullable String providerReference,
        @Nullable String reason,
        @Nullable String businessKey) {
    private static final String TYPE = "transfer.";
    private static final StrictJson JSON = StrictJson.ofOthers(
            CallbackMessage.MAX_BODY_BYTES,
            (path, what) -> ZentraException.of(
                    ErrorCode.CALLBACK_MALFORMED,
                    "the callback's "
                            + (path.equals(StrictJson.WHOLE) ? "body" : path.replace(StrictJson.WHOLE + ".", ""))
                            + " " + what));

    /** What a callback says of how a transfer goes. */
    public enum Outcome {
        /** The rail moved the money: it arrived, or over a rail that settles later is on its way. */
        SUCCEEDED,
        /** The money is with the destination: of a rail that settles later the last word. */
        SETTLED,
        /** The money will not arrive. */
        FAILED,
        /** The money had left, and came back: for a payout, often days after it was paid. */
        RETURNED;

        /** The stable text, such as {@code settled}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The outcome of a {@link #code()}.
         *
         * @throws IllegalArgumentException for another text
         */
        public static Outcome of(String code) {
            return Stream.of(values())
                    .filter(each -> each.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no outcome is called " + code));
        }
    }

    /** Makes the provider's texts fit to be kept. */
    public CallbackStatement {
        reference = ProviderText.kept(reference);
        providerReference = ProviderText.keptOrNull(providerReference);
        reason = ProviderText.keptOrNull(reason);
        businessKey = ProviderText.keptOrNull(businessKey);
    }

    /** That the rail moved the money. */
    public static CallbackStatement succeeded(String reference, Money amount) {
        return new CallbackStatement(reference, Outcome.SUCCEEDED, amount, null, null, null);
    }

    /** That the money is with the destination, over a rail that settles later. */
    public static CallbackStatement settled(String reference, Money amount) {
        return new CallbackStatement(reference, Outcome.SETTLED, amount, null, null, null);
    }

    /** That it will not arrive. */
    public static CallbackStatement failed(String reference, Money amount, @Nullable String reason) {
        return new CallbackStatement(reference, Outcome.FAILED, amount, null, reason, null);
    }

    /** That it came back after it had been paid. */
    public static CallbackStatement returned(String reference, Money amount, @Nullable String reason) {
        return new CallbackStatement(reference, Outcome.RETURNED, amount, null, reason, null);
    }

    /** The same with the provider's own id. */
    public CallbackStatement providerReference(@Nullable String id) {
        return new CallbackStatement(reference, outcome, amount, id, reason, businessKey);
    }

    /** The same with the provider's name for the fact. */
    public CallbackStatement businessKey(@Nullable String key) {
        return new CallbackStatement(reference, outcome, amount, providerReference, reason, key);
    }

    /**
     * Reads the default form; see {@link Rail#read}. Members that it does not know are the provider's own; a member that
     * stands twice, or is of another kind than it must be, makes it unreadable.
     *
     * @throws ZentraException {@code callback_malformed} with the member that is wrong
     */
    public static CallbackStatement parse(byte[] body) {
        StrictValue root = JSON.read(body);
        Outcome outcome = outcome(root.at("type"));
        StrictValue data = root.at("data");
        StrictValue currency = data.at("currency");
        return new CallbackStatement(
                data.at("reference").text(),
                outcome,
                Money.ofMinor(data.at("amount_minor").integer(), asset(currency)),
                optionalText(data, "provider_reference"),
                optionalText(data, "reason"),
                optionalText(data, "business_key"));
    }

    private static Outcome outcome(StrictValue value) {
        String type = value.text();
        return Stream.of(Outcome.values())
                .filter(outcome -> type.equals(TYPE + outcome.code()))
                .findFirst()
                .orElseThrow(() -> value.fault("is none of "
                        + Stream.of(Outcome.values())
                                .map(outcome -> TYPE + outcome.code())
                                .collect(Collectors.joining(", "))));
    }

    private static Asset asset(StrictValue currency) {
        String text = currency.text();
        try {
            return Asset.parse(text);
        } catch (ZentraException unknown) {
            throw currency.fault("is no asset");
        }
    }

    /** Providers write what they do not have as null, too. */
    private static @Nullable String optionalText(StrictValue object, String name) {
        return object.find(name)
                .filter(value -> !value.node().isNull())
                .map(StrictValue::text)
                .orElse(null);
    }
}
