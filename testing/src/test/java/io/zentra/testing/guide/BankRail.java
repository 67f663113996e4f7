package io.zentra.testing.guide;

import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import java.io.IOException;

final class BankRail implements Rail {
    private final BankClient bank; // yours

    BankRail(BankClient bank) {
        this.bank = bank;
    }

    @Override
    public RailOutcome submit(Request request) {
        try {
            return outcome(bank.pay(request.reference(), request.destination(), request.amount()));
        } catch (BankClient.NoConnectionException before) {
            return new RailOutcome.NotSent("no connection");
        } catch (IOException meanwhile) {
            return new RailOutcome.Unknown(meanwhile.toString()); // it may be on its way
        }
    }

    @Override
    public RailOutcome query(String reference) {
        try {
            return bank.find(reference).map(BankRail::outcome).orElse(new RailOutcome.NotSent("never came"));
        } catch (IOException unreachable) {
            return new RailOutcome.Unknown(unreachable.toString());
        }
    }

    private static RailOutcome outcome(BankClient.Payment payment) {
        return switch (payment.state()) {
            case "done" -> new RailOutcome.Succeeded(payment.id());
            case "refused" -> new RailOutcome.Declined(payment.reason());
            default -> new RailOutcome.Accepted(payment.id());
        };
    }
}
