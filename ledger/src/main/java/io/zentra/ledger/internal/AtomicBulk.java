package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.PostingRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests to be posted as one, all or none. */
public final class AtomicBulk {
    private AtomicBulk() {}

    /**
     * The commands of the requests, each knowing its place.
     *
     * @throws ZentraException {@code invalid_bulk}
     */
    public static List<Post> commands(List<PostingRequest> requests) {
        int entries =
                requests.stream().mapToInt(request -> request.entries().size()).sum();
        if (requests.isEmpty()
                || requests.size() > Ledgers.MAX_ATOMIC_REQUESTS
                || entries > Ledgers.MAX_ATOMIC_ENTRIES) {
            throw ZentraException.of(
                    ErrorCode.INVALID_BULK,
                    "an atomic bulk has 1 to " + Ledgers.MAX_ATOMIC_REQUESTS + " requests and at most "
                            + Ledgers.MAX_ATOMIC_ENTRIES + " entries, not " + requests.size() + " requests of "
                            + entries + " entries: split it",
                    Map.of("requests", String.valueOf(requests.size()), "entries", String.valueOf(entries)));
        }
        Set<String> keys = new HashSet<>();
        List<Post> commands = new ArrayList<>(requests.size());
        String first = requests.get(0).key().value();
        Horizon horizon = Horizon.of(requests);
        for (PostingRequest request : requests) {
            if (!keys.add(request.key().value())) {
                throw ZentraException.of(
                        ErrorCode.INVALID_BULK,
                        "two requests of an atomic bulk have the key \"" + request.key() + "\": give each its own",
                        Map.of("key", request.key().value()));
            }
            commands.add(new Post(request, new Post.Bulk(first, commands.size(), requests.size(), horizon)));
        }
        return commands;
    }
}
