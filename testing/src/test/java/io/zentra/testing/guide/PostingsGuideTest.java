package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Condition;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/ledger.md on bulks, conditions, compositions and exchanges, as they stand there. */
class PostingsGuideTest {
    private static final Asset USD = Asset.iso("USD");

    private ZentraLedger ledger;
    private ZentraLedger.Book acme;

    @BeforeEach
    void open() {
        ledger = ZentraLedger.open(Storage.inMemory());
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
    }

    @AfterEach
    void close() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void postsManyAsOne() {
        List<Posting> postings = acme.ledgers()
                .postAtomically(List.of(
                        PostingRequest.of("assets:bank", "customer:42", usd("50.00"), "top-up-17"),
                        PostingRequest.of("customer:42", "merchant:7", usd("50.00"), "order-17")))
                .orElseThrow();

        assertThat(postings).hasSize(2);
    }

    @Test
    void postsOnlyWhatWasDecidedOnTheLatestBalance() {
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("10.00"), "top-up-18")
                .orElseThrow();
        Balances seen = acme.accounts().balances("customer:42");
        acme.ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd("10.00"), "order-18")
                        .when(Condition.version("customer:42", seen.version())))
                .orElseThrow();

        assertThat(acme.accounts().balances("customer:42").version()).isEqualTo(seen.version() + 1);
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
