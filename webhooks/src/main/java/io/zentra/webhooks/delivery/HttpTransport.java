package io.zentra.webhooks.delivery;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.webhooks.endpoint.EgressRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends over HTTP/1.1: connects only to addresses that the rules allow, asked at each connection; follows no redirect, sends
 * nothing twice, keeps no cookies, takes no compressed answers, sends nothing to whom a trusted certificate does not name,
 * and ends everything at the deadline. Thread-safe.
 *
 * <pre>{@code
 * Transport transport = HttpTransport.of(EgressRules.standard());
 * Transport proxied = HttpTransport.through("egress.internal", 3128, EgressRules.standard());
 * }</pre>
 */
public final class HttpTransport implements Transport {
    /** More than the threads that a node can have, so that no message waits for a connection of another's. */
    private static final int MAX_CONNECTIONS = 2_000;

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MAX_MESSAGE = 500;

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor deadlines;
    private final Lookups lookups;

    /** When the exchange on this thread ends; resolvers are told the name alone. */
    private final ThreadLocal<Long> endsAt = ThreadLocal.withInitial(System::nanoTime);

    /** A transport that asks another directory for names. */
    HttpTransport(EgressRules rules, @Nullable HttpHost proxy, @Nullable SSLContext tls, Lookups.Directory directory) {
        this.lookups = new Lookups(directory);
        GuardedResolver resolver = new GuardedResolver(
                rules, proxy == null ? null : proxy.getHostName(), lookups, () -> endsAt.get() - System.nanoTime());
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setTlsSocketStrategy(
                                new DefaultClientTlsStrategy(tls == null ? SSLContexts.createDefault() : tls))
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                                .setTimeToLive(TIME_TO_LIVE.toSeconds(), TimeUnit.SECONDS)
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent();
        if (proxy != null) {
            builder.setProxy(proxy);
        }
        this.client = builder.build();
        this.deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "zentra-webhooks-deadline");
            thread.setDaemon(true);
            return thread;
        });
        this.deadlines.setRemoveOnCancelPolicy(true);
    }

    /** A transport that connects by itself; proxies of the system's are not looked at. */
    public static HttpTransport of(EgressRules rules) {
        return new HttpTransport(rules, null, null, InetAddress::getAllByName);
    }

    /**
     * The same, which trusts the certificates that this context does, and shows its own to receivers that ask for one. That a
     * certificate names the host to which is sent is required all the same.
     */
    public static HttpTransport of(EgressRules rules, SSLContext tls) {
        return new HttpTransport(rules, null, tls, InetAddress::getAllByName);
    }

    /**
     * A transport through a proxy of the host's, which resolves the names and so must check the addresses; what has an
     * address in its URL is checked here too.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public static HttpTransport through(String proxyHost, int proxyPort, EgressRules rules) {
        return proxied(proxyHost, proxyPort, rules, null);
    }

    /** The same with certificates as in {@link #of(EgressRules, SSLContext)}. */
    public static HttpTransport through(String proxyHost, int proxyPort, EgressRules rules, SSLContext tls) {
        return proxied(proxyHost, proxyPort, rules, tls);
    }

    private static HttpTransport proxied(String proxyHost, int proxyPort, EgressRules rules, @Nullable SSLContext tls) {
        if (proxyHost.isBlank() || proxyPort < 1 || proxyPort > 65_535) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the proxy " + proxyHost + ":" + proxyPort + " is none: give a name and a port");
        }
        return new HttpTransport(rules, new HttpHost("http", proxyHost, proxyPort), tls, InetAddress::getAllByName);
    }

    @Override
    public Reply send(Message message) {
        HttpPost request = request(message);
        long most = message.deadline().toNanos();
        long end = System.nanoTime() + most;
        endsAt.set(end);
        Future<?> deadline = deadlines.schedule(request::abort, most, TimeUnit.NANOSECONDS);
        try {
            return answered(message, request);
        } catch (IOException | RuntimeException e) {
            return System.nanoTime() - end >= 0 ? late(message) : failed(e);
        } finally {
            deadline.cancel(false);
            endsAt.remove();
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        lookups.close();
        try {
            client.close();
        } catch (IOException e) {
            throw ZentraException.of(ErrorCode.STORAGE_FAILED, "connections could not be closed", e);
        }
    }

    private static HttpPost request(Message message) {
        String base = message.url().scheme() + "://" + message.url().host() + ":"
                + message.url().port() + "/";
        HttpPost request = new HttpPost(URI.create(base));
        request.setPath(message.url().target());
        message.headers().forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(message.body(), null));
        Timeout most = Timeout.of(message.deadline());
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(most)
                .setResponseTimeout(most)
                .setExpectContinueEnabled(false)
                .build());
        return request;
    }

    private Reply answered(Message message, HttpPost request) throws IOException {
        String host = message.url().host();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        HttpHost target =
                new HttpHost(message.url().scheme(), name, message.url().port());
        try (ClassicHttpResponse response = client.executeOpen(target, request, HttpClientContext.create())) {
            Header retryAfter = response.getFirstHeader("retry-after");
            String body = beginning(response.getEntity(), request);
            return new Reply.Answered(response.getCode(), retryAfter == null ? null : retryAfter.getValue(), body);
        }
    }

    /** Reads no more than is kept; the connection of a longer answer is given up. */
    private static String beginning(@Nullable HttpEntity entity, HttpPost request) throws IOException {
        if (entity == null) {
            return "";
        }
        InputStream in = entity.getContent();
        byte[] read = in.readNBytes(MAX_ANSWER_BYTES + 1);
        if (read.length > MAX_ANSWER_BYTES) {
            request.abort();
        }
        int length = Math.min(read.length, MAX_ANSWER_BYTES);
        return new String(read, 0, length, StandardCharsets.UTF_8).replace('\0', '\ufffd');
    }

    private static Reply late(Message message) {
        return new Reply.Failed(Reason.DEADLINE, "no whole answer within " + message.deadline());
    }

    private static Reply failed(Exception cause) {
        Reason reason = Reason.BROKEN;
        if (cause instanceof ZentraException) {
            reason = Reason.FORBIDDEN;
        } else if (cause instanceof UnknownHostException) {
            reason = Reason.NAME;
        } else if (cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLException) {
            reason = Reason.CONNECTION;
        }
        String message = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new Reply.Failed(reason, message.substring(0, Math.min(message.length(), MAX_MESSAGE)));
    }
}
