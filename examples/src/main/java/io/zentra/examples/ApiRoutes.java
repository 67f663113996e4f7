package io.zentra.examples;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.contract.Answer;
import io.zentra.runtime.contract.Contract;
import io.zentra.runtime.contract.ForcedClearing;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the edge serves. A path names the thing and what is done to it, as in {@code POST /payments/pm_…/capture}; both are
 * given to the contract, so that no body can name others.
 */
final class ApiRoutes {
    private static final Map<String, Write> POST = Map.of(
            "/transfers",
            (own, in, body) -> in.transfer(own.transfers().create(in.readTransfer(body))),
            "/transfers/{id}/{change}",
            (own, in, body) -> in.transfer(in.readTransferChange(body).in(own.transfers())),
            "/payments",
            (own, in, body) -> in.payment(own.payments().authorize(in.readPayment(body))),
            "/payments/{id}/{change}",
            (own, in, body) -> in.payment(in.readPaymentChange(body).in(own.payments())),
            "/cards",
            (own, in, body) -> in.payment(own.cards().authorize(in.readPayment(body))),
            "/cards/{id}/{change}",
            (own, in, body) -> in.payment(in.readCardChange(body).in(own.cards())),
            "/forced-clearings",
            (own, in, body) -> forced(own, in, in.readForcedClearing(body)),
            "/intents",
            (own, in, body) -> in.intent(own.intents().create(in.readIntent(body))),
            "/ledger-entries",
            (own, in, body) -> in.posting(own.ledgers().post(in.readPosting(body))));

    private static final Map<String, Read> GET = Map.of(
            "/transfers/{id}", (own, in, id) -> in.transfer(own.transfers().get(id)),
            "/payments/{id}", (own, in, id) -> in.payment(own.payments().get(id)),
            "/cards/{id}", (own, in, id) -> in.payment(own.cards().get(id)),
            "/intents/{id}", (own, in, id) -> in.intent(own.intents().get(id)));

    /** What is the caller's own, the contract that the body is in, and the body. */
    @FunctionalInterface
    private interface Write {
        Answer answer(Workspace own, Contract in, byte[] body);
    }

    @FunctionalInterface
    private interface Read {
        Answer answer(Workspace own, Contract in, String id);
    }

    private ApiRoutes() {}

    static String all() {
        return "POST " + String.join(", ", new TreeSet<>(POST.keySet())) + "; GET "
                + String.join(", ", new TreeSet<>(GET.keySet()));
    }

    static Answer post(String path, Workspace own, Contract contract, byte[] body) {
        String[] parts = parts(path);
        Contract in = contract;
        if (parts.length > 2) {
            in = in.given("transfer_id", parts[2]).given("payment_id", parts[2]);
        }
        if (parts.length > 3) {
            in = in.given("change", parts[3]);
        }
        return route(POST, parts).answer(own, in, body);
    }

    static Answer get(String path, Workspace own, Contract contract) {
        String[] parts = parts(path);
        return route(GET, parts).answer(own, contract, parts[2]);
    }

    private static String[] parts(String path) {
        return path.split("/", -1);
    }

    private static <R> R route(Map<String, R> routes, String[] parts) {
        String[] pattern = parts.clone();
        if (parts.length > 2) {
            pattern[2] = "{id}";
        }
        if (parts.length > 3) {
            pattern[3] = "{change}";
        }
        R route = routes.get(String.join("/", pattern));
        if (route == null) {
            throw unknown();
        }
        return route;
    }

    static ZentraException unknown() {
        return ZentraException.of(ErrorCode.MALFORMED_REQUEST, "there is no such path: there are " + all());
    }

    private static Answer forced(Workspace own, Contract in, ForcedClearing forced) {
        return in.payment(own.cards().force(forced.cleared(), forced.reason()));
    }
}
