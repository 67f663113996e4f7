package io.zentra.webhooks;

/**
 * GitHub: {@code X-Hub-Signature-256: sha256=…}, HMAC-SHA256 over the body in lower-case hexadecimal. There is no time in
 * it, and the delivery's id {@code X-GitHub-Delivery} is not signed, so that a repetition is known by its content alone.
 * Thread-safe.
 *
 * <pre>{@code
 * CallbackScheme scheme = GitHubWebhooks.secret(secret);
 * }</pre>
 *
 * <p>Source: GitHub's documentation, "Validating webhook deliveries".
 */
public final class GitHubWebhooks {
    /** The header of the signature. */
    public static final String SIGNATURE = "x-hub-signature-256";

    /** The header of the delivery's id. */
    public static final String DELIVERY = "x-github-delivery";

    private GitHubWebhooks() {}

    /** The scheme with one secret. */
    public static CallbackScheme secret(String text) {
        return of(CallbackKey.hmac("default", text));
    }

    /** The scheme with these secrets. */
    public static CallbackScheme of(CallbackKey... keys) {
        return HeaderSignatures.named("github")
                .algorithm(SignatureAlgorithm.HMAC_SHA256)
                .header(SIGNATURE)
                .prefix("sha256=")
                .encoding(SignatureEncoding.HEX)
                .signs("{body}")
                .id(DELIVERY)
                .keys(keys)
                .build();
    }
}
