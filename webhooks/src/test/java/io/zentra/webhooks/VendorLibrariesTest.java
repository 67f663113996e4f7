package io.zentra.webhooks;

import static io.zentra.webhooks.SchemeMessages.utf8;
import static io.zentra.webhooks.SchemeMessages.verified;
import static org.assertj.core.api.Assertions.assertThat;

import com.adyen.model.notification.NotificationRequestItem;
import com.adyen.notification.WebhookHandler;
import com.adyen.util.HMACValidator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The libraries that providers give out, against ours: on messages that either makes, and on the same messages with one byte
 * changed. Where the verdicts differ, the difference has a name here; and ours is always the stricter one.
 */
class VendorLibrariesTest {
    private static final int MESSAGES = 400;
    private static final int CHANGES = 12;
    private static final String NO_JSON = "theirs reads what is no JSON";
    private static final String ANY_SUCCESS = "theirs reads every success but true as false";
    private static final String HEX_KEY = "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6";

    private final Random random = new Random(20261121);
    private final Set<String> differences = new TreeSet<>();

    /** The library takes the time of the machine, so this test does too. */
    @Test
    void standardWebhooks() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] secret = new byte[24 + random.nextInt(41)];
            random.nextBytes(secret);
            Webhook theirs = new Webhook(secret);
            StandardWebhooks ours =
                    StandardWebhooks.secret("whsec_" + Base64.getEncoder().encodeToString(secret));
            String id = "msg_" + i;
            String body = text(200);
            Instant at = now.plusSeconds(random.nextInt(200) - 100);
            Map<String, String> headers = ours.sign(id, at, utf8(body));

            assertThat(headers.get("webhook-signature")).isEqualTo(theirs.sign(id, at.getEpochSecond(), body));
            for (int change = 0; change <= CHANGES; change++) {
                Map<String, String> sent = new LinkedHashMap<>(headers);
                byte[] sentBody = utf8(body);
                if (change > 0) {
                    changeOne(sent, sentBody);
                }
                boolean theirVerdict = accepts(() -> theirs.verify(
                        new String(sentBody, StandardCharsets.UTF_8),
                        sent.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue())))));
                boolean ourVerdict = isVerified(ours.judge(CallbackMessage.of(sent, sentBody), now));
                boolean isReplaced = !new String(sentBody, StandardCharsets.UTF_8).equals(body)
                        || Arrays.equals(sentBody, utf8(body));
                compare(ourVerdict, theirVerdict, isReplaced ? "" : "broken text reads as other broken text");
                assertThat(ourVerdict || change > 0).isTrue();
            }
        }
        assertThat(differences).isEmpty();
        byte[] secret = new byte[24];
        Webhook theirs = new Webhook(secret);
        StandardWebhooks ours =
                StandardWebhooks.secret("whsec_" + Base64.getEncoder().encodeToString(secret));
        String good = theirs.sign("msg_1", now.getEpochSecond(), "{}").substring(3);
        String time = String.valueOf(now.getEpochSecond());
        stricter(ours, theirs, now, "msg_1", "+" + time, "v1," + good, utf8("{}"));
        stricter(ours, theirs, now, "msg_1", "00" + time, "v1," + good, utf8("{}"));
        String dotted = theirs.sign("a.b", now.getEpochSecond(), "{}");
        stricter(ours, theirs, now, "a.b", time, dotted, utf8("{}"));
        byte[] broken = {(byte) 0xff};
        String ofReplacement = theirs.sign("msg_1", now.getEpochSecond(), "\ufffd");
        stricter(ours, theirs, now, "msg_1", time, ofReplacement, broken);
    }

    @Test
    void stripe() throws Exception {
        Instant now = Instant.parse("2026-11-21T09:00:00Z");
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        for (int i = 0; i < MESSAGES; i++) {
            String secret = "whsec_secret_" + text(30).replaceAll("[^a-z]", "x");
            StripeWebhooks ours = StripeWebhooks.secret(secret);
            String body = text(200);
            long seconds = now.getEpochSecond() - random.nextInt(290);
            Map<String, String> headers = Map.of(
                    "Stripe-Signature",
                    com.stripe.net.Webhook.Signature.generateSignatureHeader(body, secret, seconds));

            for (int change = 0; change <= CHANGES; change++) {
                Map<String, String> sent = new LinkedHashMap<>(headers);
                byte[] sentBody = utf8(body);
                if (change > 0) {
                    changeOne(sent, sentBody);
                }
                boolean theirVerdict = accepts(() -> com.stripe.net.Webhook.Signature.verifyHeader(
                        new String(sentBody, StandardCharsets.UTF_8),
                        sent.get("Stripe-Signature"),
                        secret,
                        300,
                        clock));
                boolean ourVerdict = isVerified(ours.judge(CallbackMessage.of(sent, sentBody), now));
                compare(ourVerdict, theirVerdict, "");
                assertThat(ourVerdict || change > 0).isTrue();
            }
        }
        assertThat(differences).isEmpty();
        String future = com.stripe.net.Webhook.Signature.generateSignatureHeader(
                "{}", "whsec_secret", now.getEpochSecond() + 86_400);
        String plain =
                com.stripe.net.Webhook.Signature.generateSignatureHeader("{}", "whsec_secret", now.getEpochSecond());
        for (String accepted : new String[] {future, plain.replace("t=", "t=+"), plain.replace("t=", "t=00")}) {
            assertThat(accepts(() ->
                            com.stripe.net.Webhook.Signature.verifyHeader("{}", accepted, "whsec_secret", 300, clock)))
                    .as("theirs accepts %s", accepted)
                    .isTrue();
            assertThat(isVerified(StripeWebhooks.secret("whsec_secret")
                            .judge(CallbackMessage.of(Map.of("Stripe-Signature", accepted), utf8("{}")), now)))
                    .as("ours refuses %s", accepted)
                    .isFalse();
        }
    }

    @Test
    void adyensNotifications() throws Exception {
        HMACValidator theirs = new HMACValidator();
        CallbackScheme ours = AdyenWebhooks.standard(AdyenWebhooks.key("k", HEX_KEY));
        ObjectMapper json = new ObjectMapper();
        for (int i = 0; i < MESSAGES / 2; i++) {
            ObjectNode fields = json.createObjectNode();
            fields.put("pspReference", text(16));
            fields.put("originalReference", random.nextBoolean() ? "ref" + i : "");
            fields.put("merchantAccountCode", "AcmeCOM");
            fields.put("merchantReference", text(20));
            fields.put("eventCode", "AUTHORISATION");
            fields.put("success", String.valueOf(random.nextBoolean()));
            fields.put("reason", text(10));
            if (random.nextInt(4) > 0) {
                fields.putObject("amount").put("value", random.nextInt()).put("currency", "EUR");
            }
            fields.putObject("additionalData");
            String unsigned = items(fields);
            NotificationRequestItem item = new WebhookHandler()
                    .handleNotificationJson(unsigned)
                    .getNotificationItems()
                    .get(0);
            ((ObjectNode) fields.get("additionalData")).put("hmacSignature", theirs.calculateHMAC(item, HEX_KEY));
            byte[] body = utf8(items(fields));

            for (int change = 0; change <= CHANGES; change++) {
                byte[] sent = body.clone();
                if (change > 0) {
                    sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
                }
                boolean theirVerdict = accepts(() -> {
                    List<NotificationRequestItem> all = new WebhookHandler()
                            .handleNotificationJson(new String(sent, StandardCharsets.UTF_8))
                            .getNotificationItems();
                    if (!theirs.validateHMAC(all.get(0), HEX_KEY)) {
                        throw new IllegalStateException("refused");
                    }
                });
                boolean ourVerdict = isVerified(ours.judge(CallbackMessage.of(Map.of(), sent), Instant.EPOCH));
                compare(ourVerdict, theirVerdict, adyensDifference(sent));
                assertThat(ourVerdict || change > 0).isTrue();
            }
        }
        assertThat(differences).containsExactly(ANY_SUCCESS, NO_JSON);
    }

    @Test
    void adyensHeader() throws Exception {
        HMACValidator theirs = new HMACValidator();
        CallbackScheme ours = AdyenWebhooks.header(AdyenWebhooks.key("k", HEX_KEY));
        for (int i = 0; i < MESSAGES; i++) {
            String body = text(200);
            Map<String, String> headers = Map.of("hmacsignature", theirs.calculateHMAC(body, HEX_KEY));
            verified(ours.judge(CallbackMessage.of(headers, utf8(body)), Instant.EPOCH));
            for (int change = 0; change < CHANGES; change++) {
                Map<String, String> sent = new LinkedHashMap<>(headers);
                byte[] sentBody = utf8(body);
                changeOne(sent, sentBody);
                boolean theirVerdict = accepts(() -> {
                    if (!theirs.validateHMAC(
                            sent.get("hmacsignature"), HEX_KEY, new String(sentBody, StandardCharsets.UTF_8))) {
                        throw new IllegalStateException("refused");
                    }
                });
                boolean ourVerdict = isVerified(ours.judge(CallbackMessage.of(sent, sentBody), Instant.EPOCH));
                compare(ourVerdict, theirVerdict, "");
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String adyensDifference(byte[] sent) {
        return JsonBody.tree(sent)
                .map(tree -> tree.at("/notificationItems/0/NotificationRequestItem/success")
                        .asText())
                .map(success -> success.equals("true") || success.equals("false") ? "" : ANY_SUCCESS)
                .orElse(NO_JSON);
    }

    /** What a library throws is its refusal. */
    private interface Attempt {
        void run() throws Exception;
    }

    private static boolean accepts(Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (Exception refused) {
            return false;
        }
    }

    private static void stricter(
            StandardWebhooks ours, Webhook theirs, Instant now, String id, String time, String signature, byte[] body) {
        Map<String, String> headers =
                Map.of("webhook-id", id, "webhook-timestamp", time, "webhook-signature", signature);
        assertThat(accepts(() -> theirs.verify(
                        new String(body, StandardCharsets.UTF_8),
                        headers.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue()))))))
                .as("theirs accepts %s", headers)
                .isTrue();
        assertThat(isVerified(ours.judge(CallbackMessage.of(headers, body), now)))
                .as("ours refuses %s", headers)
                .isFalse();
    }

    private void compare(boolean ours, boolean theirs, String difference) {
        if (ours != theirs) {
            assertThat(ours).as("ours is the stricter one").isFalse();
            differences.add(difference.isEmpty() ? "unnamed" : difference);
        }
    }

    /** One bit of one byte of the body or of a character of a header. */
    private void changeOne(Map<String, String> headers, byte[] body) {
        int place = random.nextInt(headers.size() + 1);
        if (place == headers.size() && body.length > 0) {
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            return;
        }
        String name = List.copyOf(headers.keySet()).get(place % headers.size());
        char[] value = headers.getOrDefault(name, "").toCharArray();
        value[random.nextInt(value.length)] ^= (char) (1 << random.nextInt(7));
        headers.put(name, new String(value));
    }

    private String text(int max) {
        String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789 {}[]\":\\/%é€😀\n";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(max); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static String items(ObjectNode fields) {
        return "{\"live\":\"false\",\"notificationItems\":[{\"NotificationRequestItem\":" + fields + "}]}";
    }

    private static boolean isVerified(CallbackVerdict verdict) {
        return verdict instanceof CallbackVerdict.Verified;
    }
}
