package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountStatus;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Brings the transfers of a stage to their ends, and checks what came of them. */
final class TransferEnds {
    private static final Set<String> ENDS = Set.of("transfer.settled", "transfer.failed");
    private static final int PAGE = 1_000;

    private final Stage stage;
    private final TransferStage transfers;
    private Money arrived = usd(0);
    private long endedUpTo;

    TransferEnds(Stage stage, TransferStage transfers) {
        this.stage = stage;
        this.transfers = transfers;
    }

    /** Whatever happened before, due work and the rail's callbacks bring every transfer to its end, and once. */
    void requireAll() {
        for (String account : List.of(TransferStage.PAYER, TransferStage.PAYEE)) {
            if (transfers.acme().accounts().find(account).orElseThrow().status() == AccountStatus.FROZEN) {
                transfers
                        .acme()
                        .accounts()
                        .unfreeze(account, "unfreeze-" + account + "-" + stage.head())
                        .orElseThrow();
            }
        }
        stage.clock().advance(Stage.TURN);
        transfers.zentra().runDueWork();
        for (Transfer each : since(endedUpTo)) {
            arrived = arrived.plus(end(each));
            endedUpTo = each.eventSeq();
        }
        requireBalances();
        transfers.rails().requireSentOnce();
    }

    private void requireBalances() {
        assertThat(posted(TransferStage.PAYEE)).as("what arrived").isEqualTo(arrived);
        assertThat(posted("reserved:usd")).as("what is still reserved").isEqualTo(usd(0));
        assertThat(posted("settlement:usd")).as("what is under way").isEqualTo(usd(0));
        assertThat(posted(TransferStage.PAYER)).as("what is left").isEqualTo(TransferStage.FUNDS.minus(arrived));
    }

    private Money posted(String account) {
        return transfers.acme().accounts().balances(account).posted();
    }

    /** Brings a transfer to its end, and answers what of it arrived. */
    private Money end(Transfer each) {
        boolean isOpen = each.status() == TransferStatus.PROCESSING || each.status() == TransferStatus.IN_REVIEW;
        if (each.status() == TransferStatus.PENDING || (isOpen && each.route() == null)) {
            transfers
                    .acme()
                    .transfers()
                    .cancel(each.id(), "nobody decided", "end-" + each.id())
                    .orElseThrow();
        } else if (isOpen) {
            transfers.accept(each, transfers.success(each));
        }
        settlePosted(each);
        List<String> ends = ends(each);
        assertThat(ends).as("the ends of %s", each).hasSizeLessThanOrEqualTo(1);
        Transfer ended = transfers.acme().transfers().get(each.id());
        boolean isThere = ended.status() == TransferStatus.SETTLED || ended.status() == TransferStatus.CONTRADICTED;
        assertThat(isThere)
                .as("the ends of %s, by its state", ended)
                .isEqualTo(isThere && ends.contains("transfer.settled"));
        Money moved = isThere ? ended.amount().minus(ended.reversed()) : usd(0);
        return ended.destination().equals(TransferStage.PAYEE) ? moved : moved.negated(); // a refund goes the other way
    }

    /** What waits to be settled is, after persons have denied what contradicts it. */
    private void settlePosted(Transfer each) {
        Transfer now = transfers.acme().transfers().get(each.id());
        if (now.status() == TransferStatus.CONTRADICTED && !ends(each).contains("transfer.settled")) {
            transfers
                    .as(TransferStage.TREASURER)
                    .reviews()
                    .deny(Objects.requireNonNull(now.caseId()), "not_ours", "end-" + each.id())
                    .orElseThrow();
            transfers.zentra().runDueWork();
            now = transfers.acme().transfers().get(each.id());
        }
        if (now.status() == TransferStatus.POSTED) {
            transfers.accept(now, transfers.settlement(now));
        }
    }

    private List<String> ends(Transfer each) {
        return transfers.acme().evidence().timeline(each.id()).stream()
                .map(Event::type)
                .filter(ENDS::contains)
                .toList();
    }

    private List<Transfer> since(long after) {
        List<Transfer> all = new ArrayList<>();
        List<Transfer> page = transfers.acme().transfers().list(after, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = transfers.acme().transfers().list(all.get(all.size() - 1).eventSeq(), PAGE);
        }
        return all;
    }
}
