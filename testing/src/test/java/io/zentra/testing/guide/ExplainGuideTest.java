package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.MerkleProof;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.BalanceChange;
import io.zentra.ledger.Explanation;
import io.zentra.ledger.IdempotencyRecord;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/ledger.md on why a balance changed, as they stand there. */
class ExplainGuideTest {
    private static final Asset USD = Asset.iso("USD");

    @Test
    void aSaleThatFinanceAsksAbout() {
        try (ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory())
                .withCheckpoints(SigningKey.generate("acme-ledger"), CheckpointSink.none()))) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", USD));

            Posting sale = acme.ledgers()
                    .post(PostingRequest.of("customer:42", "merchant:7", usd("40.00"), "sale-4713")
                            .correlation("order-18"))
                    .orElseThrow();
            List<BalanceChange> trail = acme.ledgers().trail("customer:42", 100); // the latest first
            Explanation why = acme.ledgers().explain("customer:42", sale.id());

            assertThat(trail).extracting(BalanceChange::postingId).containsExactly(sale.id());
            assertThat(why.entries()).isEqualTo(sale.entries());

            Checkpoint checkpoint = acme.journal().checkpoint();
            long cameAgain = why.request().map(IdempotencyRecord::replays).orElse(0L);
            MerkleProof.requireIncluded(
                    why.source().bytes(),
                    why.source().seq(),
                    checkpoint.size(),
                    acme.journal().inclusionPath(why.source().seq(), checkpoint.size()),
                    checkpoint.rootHash());
            assertThat(cameAgain).isZero();
        }
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
