package io.zentra.testing.model;

import io.zentra.core.commit.Outcome;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The balances that the answers of a ledger tell: those after all that the command did. */
public final class ToldBalances {
    private ToldBalances() {}

    /**
     * The last balances that an answer tells of each account.
     *
     * @param answer a posting, a list of them, a correction, a hold, or the ruling of one; anything else tells none
     */
    public static Map<String, Balances> of(Object answer) {
        Map<String, Balances> told = new LinkedHashMap<>();
        if (answer instanceof Hold hold) {
            hold.legs().forEach(leg -> told.put(leg.account(), leg.balances()));
        } else if (answer instanceof Correction correction) {
            told.putAll(of(correction.reversal()));
            told.putAll(of(correction.posting()));
        } else if (answer instanceof List<?> postings) {
            postings.forEach(posting -> told.putAll(of(posting)));
        } else if (answer instanceof Ruling ruling) {
            moved(ruling).ifPresent(moved -> told.putAll(of(moved)));
        } else if (answer instanceof Posting posting) {
            posting.entries().forEach(entry -> told.put(entry.account(), entry.balances()));
        }
        return told;
    }

    /** The posting or hold of a ruling, when it let something through. */
    static Optional<Object> moved(Ruling ruling) {
        if (ruling instanceof Ruling.Posted posted) {
            return Optional.of(posted.posting());
        }
        return ruling instanceof Ruling.Held held ? Optional.of(held.hold()) : Optional.empty();
    }

    /** What an answer of just now tells otherwise than it is, in words; empty when it tells the truth or nothing. */
    static String lies(Workspace book, Outcome<?> outcome) {
        return lies(book, List.of(outcome));
    }

    /** The same of answers to requests that ran one after the other. */
    static String lies(Workspace book, List<? extends Outcome<?>> outcomes) {
        Map<String, Balances> all = new LinkedHashMap<>();
        for (Outcome<?> outcome : outcomes) {
            if (outcome instanceof Outcome.Applied<?> applied) {
                all.putAll(of(applied.result()));
            }
        }
        StringBuilder lies = new StringBuilder();
        all.forEach((account, told) -> {
            Balances now = book.accounts().balances(account);
            if (!now.equals(told)) {
                lies.append(", tells of ").append(account).append(' ').append(told);
                lies.append(", which has ").append(now);
            }
        });
        return lies.toString();
    }
}
