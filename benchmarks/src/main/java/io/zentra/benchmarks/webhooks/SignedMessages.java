package io.zentra.benchmarks.webhooks;

import io.zentra.webhooks.AdyenWebhooks;
import io.zentra.webhooks.CallbackHeaders;
import io.zentra.webhooks.CallbackKey;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackScheme;
import io.zentra.webhooks.GitHubWebhooks;
import io.zentra.webhooks.HttpMessageSignatures;
import io.zentra.webhooks.StandardKeys;
import io.zentra.webhooks.StandardWebhooks;
import io.zentra.webhooks.StripeWebhooks;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A valid message of each scheme, with the header fields that a server hands over beside those of the signature. */
final class SignedMessages {
    static final Instant AT = Instant.ofEpochSecond(1_795_251_600);

    private static final String SECRET = "a shared secret of 32 characters";
    private static final String TARGET = "https://pay.example/callbacks/rail_primary";

    private final byte[] body;
    private final Map<String, Case> cases = new LinkedHashMap<>();

    /** A scheme and its message. */
    static final class Case {
        private final CallbackScheme scheme;
        private final Map<String, String> headers;
        private final byte[] body;

        private Case(CallbackScheme scheme, Map<String, String> headers, byte[] body) {
            this.scheme = scheme;
            this.headers = headers;
            this.body = body;
        }

        CallbackScheme scheme() {
            return scheme;
        }

        /** A message built anew, as for each that comes. */
        CallbackMessage message() {
            return CallbackMessage.of("POST", TARGET, CallbackHeaders.of(headers), body);
        }
    }

    SignedMessages(int bodyBytes) throws GeneralSecurityException {
        this.body = body(bodyBytes);
        CallbackKey secret = StandardKeys.generateSecret("k");
        StandardWebhooks standard = StandardWebhooks.of(secret);
        add("standard_v1", standard, standard.sign("msg_1", AT, body));
        add(
                "standard_v1_two_keys",
                StandardWebhooks.of(StandardKeys.generateSecret("old"), secret),
                standard.sign("msg_1", AT, body));
        String stripe = hmac("HmacSHA256", AT.getEpochSecond() + ".");
        add(
                "stripe",
                StripeWebhooks.secret(SECRET),
                Map.of("stripe-signature", "t=" + AT.getEpochSecond() + ",v1=" + stripe));
        add(
                "github",
                GitHubWebhooks.secret(SECRET),
                Map.of("x-hub-signature-256", "sha256=" + hmac("HmacSHA256", ""), "x-github-delivery", "1"));
        String hex = HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.US_ASCII));
        add(
                "adyen_header",
                AdyenWebhooks.header(AdyenWebhooks.key("k", hex)),
                Map.of("hmacsignature", base64(hmac("HmacSHA256", ""))));
        adyenStandard(hex);
        httpMessage("rfc9421_hmac", CallbackKey.hmac("k", SECRET), base -> bytes(mac("HmacSHA256", base)));
        KeyPair ed = pair("Ed25519");
        httpMessage("rfc9421_ed25519", CallbackKey.keyPair("k", ed), base -> signed("Ed25519", ed, base));
        KeyPair curve = pair("EC");
        httpMessage(
                "rfc9421_ecdsa_p256",
                CallbackKey.keyPair("k", curve),
                base -> signed("SHA256withECDSAinP1363Format", curve, base));
        KeyPair rsa = pair("RSA");
        httpMessage("rfc9421_rsa_pss", CallbackKey.keyPair("k", rsa), base -> signed("RSASSA-PSS", rsa, base));
        StandardWebhooks asymmetric = StandardWebhooks.of(StandardKeys.generatePair("k"));
        add("standard_v1a", asymmetric, asymmetric.sign("msg_1", AT, body));
    }

    Map<String, Case> all() {
        return cases;
    }

    private void adyenStandard(String hex) throws GeneralSecurityException {
        String signature = base64(
                mac("HmacSHA256", "psp::Acme:order:1000:EUR:AUTHORISATION:true".getBytes(StandardCharsets.US_ASCII)));
        String filler = "x".repeat(Math.max(0, body.length - 400));
        String text =
                "{\"live\":\"true\",\"notificationItems\":[{\"NotificationRequestItem\":{\"additionalData\":{\"hmacSignature\":\""
                        + signature + "\",\"note\":\"" + filler
                        + "\"},\"amount\":{\"currency\":\"EUR\",\"value\":1000},\"eventCode\":"
                        + "\"AUTHORISATION\",\"eventDate\":\"2026-11-21T09:00:00+01:00\",\"merchantAccountCode\":\"Acme\","
                        + "\"merchantReference\":\"order\",\"pspReference\":\"psp\",\"success\":\"true\"}}]}";
        cases.put(
                "adyen_standard",
                new Case(
                        AdyenWebhooks.standard(AdyenWebhooks.key("k", hex)),
                        headers(Map.of()),
                        text.getBytes(StandardCharsets.US_ASCII)));
    }

    private interface Signer {
        byte[] sign(byte[] base) throws GeneralSecurityException;
    }

    private void httpMessage(String name, CallbackKey key, Signer signer) throws GeneralSecurityException {
        String digest = "sha-256=:"
                + base64(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(body))) + ":";
        String input =
                "(\"@method\" \"@target-uri\" \"content-digest\");created=" + AT.getEpochSecond() + ";keyid=\"k\"";
        String base = "\"@method\": POST\n\"@target-uri\": " + TARGET + "\n\"content-digest\": " + digest
                + "\n\"@signature-params\": " + input;
        String signature = Base64.getEncoder().encodeToString(signer.sign(base.getBytes(StandardCharsets.US_ASCII)));
        add(
                name,
                HttpMessageSignatures.builder()
                        .key(key)
                        .requiring("@method", "@target-uri")
                        .build(),
                Map.of(
                        "content-digest",
                        digest,
                        "signature-input",
                        "sig=" + input,
                        "signature",
                        "sig=:" + signature + ":"));
    }

    private void add(String name, CallbackScheme scheme, Map<String, String> own) {
        cases.put(name, new Case(scheme, headers(own), body));
    }

    private static Map<String, String> headers(Map<String, String> own) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", "pay.example");
        headers.put("user-agent", "provider/1.0");
        headers.put("accept", "*/*");
        headers.put("content-type", "application/json");
        headers.put("x-request-id", "7d0f4d7e");
        headers.putAll(own);
        return headers;
    }

    private String hmac(String algorithm, String head) throws GeneralSecurityException {
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return mac(algorithm, all);
    }

    private static String mac(String algorithm, byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), algorithm));
        return HexFormat.of().formatHex(mac.doFinal(bytes));
    }

    private static byte[] signed(String algorithm, KeyPair pair, byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        if (algorithm.equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
        }
        signature.initSign(pair.getPrivate());
        signature.update(bytes);
        return signature.sign();
    }

    private static KeyPair pair(String family) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
        if (family.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(bytes(hex));
    }

    private static byte[] body(int length) {
        String start = "{\"id\":\"evt_1\",\"data\":\"";
        String end = "\"}";
        return (start + "x".repeat(Math.max(0, length - start.length() - end.length())) + end)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
