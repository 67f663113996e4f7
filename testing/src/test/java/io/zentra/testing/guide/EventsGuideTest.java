package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalCursor;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.ZentraLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples of docs/events.md, as they stand there. */
class EventsGuideTest {
    @Test
    void followingTheJournal() {
        Map<Long, String> index = new TreeMap<>();
        List<String> log = new ArrayList<>();
        try (ZentraLedger ledger = ZentraLedger.open(Storage.inMemory())) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            acme.accounts().open(NewAccount.credit("customer:42", Asset.iso("USD")));
            acme.accounts().open(NewAccount.credit("merchant:7", Asset.iso("USD")));
            JournalCursor cursor = acme.journal().cursor("search_index");
            for (Event event : cursor.next(100)) {
                index.put(event.seq(), event.type()); // at least once: after a crash it may come again
                cursor.advanceTo(event.seq());
            }
            for (Event event : acme.journal().after(0, 1_000)) {
                log.add(event.seq() + " " + event.type() + " by " + event.actor());
            }

            assertThat(index).containsValues("account.opened").hasSize(2);
            assertThat(cursor.position()).isEqualTo(2);
        }
        assertThat(log).contains("1 account.opened by service:svc_edge").hasSize(2);
    }
}
