package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingPage;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.ZentraLedger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of docs/ledger.md on searching, as it stands there. */
class SearchGuideTest {
    private static final Asset USD = Asset.iso("USD");

    @Test
    void anInvoice() {
        try (ZentraLedger ledger = ZentraLedger.open(Storage.inMemory())) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", USD));
            acme.ledgers()
                    .post(PostingRequest.of("customer:42", "merchant:7", usd("20.00"), "sale-1")
                            .metadata(Map.of("invoice", "4711")))
                    .orElseThrow();
            PostingSearch search = PostingSearch.all()
                    .under("customer")
                    .amount(usd("10.00"), usd("50.00"))
                    .metadata("invoice", "4711")
                    .newestFirst();
            PostingPage page = acme.ledgers().search(search);
            while (page.next().isPresent()) {
                page = acme.ledgers().search(search.after(page.next().get()));
            }

            assertThat(page.postings())
                    .singleElement()
                    .satisfies(posting -> assertThat(posting.metadata()).containsEntry("invoice", "4711"));
            acme.ledgers().verify().requireSound();
        }
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
