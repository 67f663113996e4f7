package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be there after a process died that did {@link ChildWrites}. */
final class Aftermath {
    private final ZentraRuntime zentra;
    private final BookRail rail;
    private final Workspace acme;
    private final ChildWrites writes;

    /** Of what was written over this rail, seen through a runtime of the next process. */
    Aftermath(ZentraRuntime zentra, BookRail rail, InstantSource clock) {
        this.zentra = zentra;
        this.rail = rail;
        this.acme = zentra.tenant("acme").as(Actor.service("svc_parent"));
        this.writes = new ChildWrites(zentra, rail, clock);
    }

    /**
     * Each round of which a write was acknowledged is done again: what was acknowledged is a replay with the same id.
     *
     * @param acknowledged the round, the write and the id, a line each
     */
    void requireAllThere(List<String> acknowledged) {
        Map<String, Map<String, String>> rounds = new LinkedHashMap<>();
        for (String line : acknowledged) {
            String[] words = line.split(" ", 3);
            rounds.computeIfAbsent(words[0], round -> new HashMap<>()).put(words[1], words[2]);
        }
        requireSound();
        assertThat(attempts()).as("attempts are stored before they are sent").containsAll(rail.taken());
        rounds.forEach((round, ids) -> {
            Map<String, String> again = new HashMap<>();
            writes.run(round, done -> again.merge(done.write(), done.isReplay() ? done.id() : "new", (a, b) -> a));
            assertThat(again).as("%s, acknowledged before the end", round).containsAllEntriesOf(ids);
        });
        requireSound();
    }

    /** When every lease is over: due work and the rail's callbacks bring every transfer to its end, and once. */
    void requireAllEnd() {
        zentra.runDueWork();
        transfers().stream()
                .filter(each -> each.status() == TransferStatus.PROCESSING)
                .forEach(each -> writes.callBack(each, true));
        List<Transfer> ended = transfers();
        assertThat(ended)
                .as("transfers")
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.status()).isIn(TransferStatus.SETTLED, TransferStatus.FAILED));
        assertThat(rail.taken()).as("each attempt is sent, and nothing else").isEqualTo(attempts());
        long settled = ended.stream()
                .filter(each -> each.status() == TransferStatus.SETTLED)
                .count();
        assertThat(posted(ChildWrites.MERCHANT))
                .as("what arrived")
                .isEqualTo(settled * ChildWrites.TRANSFERRED.minor());
        assertThat(posted("reserved:usd")).as("what is still reserved").isZero();
        requireSound();
    }

    private void requireSound() {
        assertThat(acme.verify().faults()).as("verification").isEmpty();
        assertThat(acme.ledgers().trialBalance().isZero()).as("sums of zero").isTrue();
    }

    private long posted(String account) {
        return acme.accounts().balances(account).posted().minor();
    }

    private Set<String> attempts() {
        return transfers().stream().map(Transfer::attemptId).collect(Collectors.toSet());
    }

    private List<Transfer> transfers() {
        List<Transfer> all = new ArrayList<>();
        List<Transfer> page = acme.transfers().list(0, 1_000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = acme.transfers().list(all.get(all.size() - 1).eventSeq(), 1_000);
        }
        return all;
    }
}
