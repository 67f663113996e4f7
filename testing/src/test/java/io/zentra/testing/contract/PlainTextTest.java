package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.Exports;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is exported for plain-text accounting, checked by the real hledger and the real beancount, which were not written by
 * us. Skipped, and it says so, where they are not installed: {@code apt-get install hledger beancount}.
 */
class PlainTextTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Asset JPY = Asset.iso("JPY");
    private static final Asset BHD = Asset.iso("BHD");
    private static final Asset USDC = Asset.custom("USDC", 18);

    @TempDir
    Path folder;

    @Test
    void hledgerFindsTheSameBalancesAndNothingWrong() throws Exception {
        assumeInstalled("hledger", "--version");
        SettableClock clock = SettableClock.at("2026-12-31T22:30:00Z");
        try (ZentraLedger ledger =
                ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory()).withClock(clock))) {
            TenantConfig berlin = TenantConfig.standard().withTimeZone(ZoneId.of("Europe/Berlin"));
            ledger.createTenant("acme", berlin, Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            keepBooks(acme, clock);
            Path journal = written(acme, "acme.journal", Exports::hledger);

            hledger("check", "--strict", "-f", journal.toString());
            assertThat(balances(journal)).isEqualTo(balances(acme));
            assertThat(hledger("register", "-f", journal.toString(), "customer:42", "-e", "2027-01-01"))
                    .anyMatch(line -> line.startsWith("2026-12-31"))
                    .anyMatch(line -> line.startsWith("0001-01-01"));
            assertThat(hledger("accounts", "--types", "-f", journal.toString()))
                    .anyMatch(line -> line.startsWith("income:fees") && line.endsWith("type: R"));
        }
    }

    /** The eye that checks is checked: an amount that was changed in the file is found by the assertions at its end. */
    @Test
    void hledgerFindsAnAmountThatWasChanged() throws Exception {
        assumeInstalled("hledger", "--version");
        try (ZentraLedger ledger = ZentraLedger.open(Storage.inMemory())) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer", USD));
            acme.ledgers()
                    .post("bank", "customer", Money.parse("10.00 USD"), "fund")
                    .orElseThrow();
            Path journal = written(acme, "acme.journal", Exports::hledger);
            Files.writeString(
                    journal,
                    Files.readString(journal)
                            .replace("  10.00 USD\n", "  11.00 USD\n")
                            .replace("  -10.00 USD\n", "  -11.00 USD\n"));

            assertThat(run("hledger", "check", "--strict", "-f", journal.toString()))
                    .isNotZero();
        }
    }

    @Test
    void beancountFindsTheSameBalancesAndNothingWrong() throws Exception {
        assumeInstalled("bean-check", "--version");
        SettableClock clock = SettableClock.at("2026-12-31T22:30:00Z");
        try (ZentraLedger ledger =
                ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory()).withClock(clock))) {
            TenantConfig berlin = TenantConfig.standard().withTimeZone(ZoneId.of("Europe/Berlin"));
            ledger.createTenant("acme", berlin, Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            keepBooks(acme, clock);
            acme.accounts().open(NewAccount.credit("customer:42:points", USD));
            acme.accounts().open(NewAccount.credit("customer", USD));
            acme.ledgers()
                    .post("customer:42", "customer:42:points", Money.parse("1.00 USD"), "below")
                    .orElseThrow();
            Path journal = written(acme, "acme.beancount", Exports::beancount);

            assertThat(run("bean-check", journal.toString()))
                    .as(Files.readString(output()))
                    .isZero();
            assertThat(Files.readString(journal))
                    .contains(" balance Liabilities:Customer  -1246.50 ~ 0 USD\n")
                    .contains(" balance Liabilities:Customer:42  -1246.50 ~ 0 USD\n")
                    .contains(" balance Liabilities:Customer:42:Points  -1.00 ~ 0 USD\n");
            Files.writeString(
                    journal, Files.readString(journal).replace("1000000.001 BHD", "1000000.002 BHD")); // on both sides
            assertThat(run("bean-check", journal.toString())).isNotZero();
        }
    }

    private Path written(ZentraLedger.Book book, String name, BiConsumer<Exports, OutputStream> form)
            throws IOException {
        Path journal = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(journal)) {
            form.accept(book.ledgers().exports(), out);
        }
        return journal;
    }

    /** Four assets, names that are legal here and look odd there, texts that could be read as tags and dates. */
    private static void keepBooks(ZentraLedger.Book acme, SettableClock clock) {
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.of(AccountKind.INCOME, "income:fees", USD));
        acme.accounts().open(NewAccount.of(AccountKind.EXPENSE, "a:", USD));
        acme.accounts().open(NewAccount.of(AccountKind.EQUITY, "a::b", JPY).withoutFloor());
        acme.accounts().open(NewAccount.debit("42@x/y-z_.", JPY).withoutFloor());
        acme.accounts().open(NewAccount.debit("dinar", BHD).withoutFloor());
        acme.accounts().open(NewAccount.credit("dinar:2", BHD).withoutFloor());
        acme.accounts().open(NewAccount.debit("coin", USDC).withoutFloor());
        acme.accounts().open(NewAccount.credit("coin:2", USDC).withoutFloor());
        acme.ledgers()
                .post("assets:bank", "customer:42", Money.parse("1250.00 USD"), "fund")
                .orElseThrow();
        clock.advance(Duration.ofHours(1)); // past midnight in Berlin
        Posting sale = acme.ledgers()
                .post(PostingRequest.of("date:2020-99-99,date2:x;[2020-99-99]")
                        .debit("customer:42", Money.parse("100.00 USD"))
                        .credit("income:fees", Money.parse("100.00 USD"))
                        .debit("42@x/y-z_.", Money.ofMinor(7, JPY))
                        .credit("a::b", Money.ofMinor(7, JPY))
                        .debit("dinar", Money.parse("1.234 BHD"))
                        .credit("dinar:2", Money.parse("1.234 BHD"))
                        .debit("coin", Money.ofMinor(1, USDC))
                        .credit("coin:2", Money.ofMinor(1, USDC))
                        .correlation("date:1")
                        .metadata(Map.of("note", "\n2020-01-01 evil\n    a  1 USD\n    b\n")))
                .orElseThrow();
        acme.ledgers().reverse(sale.id(), "undo").orElseThrow();
        Hold hold = acme.ledgers()
                .hold(PostingRequest.of("customer:42", "income:fees", Money.parse("9.00 USD"), "hold"))
                .orElseThrow();
        acme.ledgers().capture(hold.id(), Money.parse("4.00 USD"), "capture").orElseThrow();
        acme.ledgers()
                .post("a:", "assets:bank", Money.parse("3.00 USD"), "cost")
                .orElseThrow();
        acme.ledgers()
                .post(PostingRequest.of("assets:bank", "customer:42", Money.parse("0.50 USD"), "long-ago")
                        .effectiveAt(Instant.parse("0001-01-01T00:00:00Z")))
                .orElseThrow();
        clock.advance(Duration.ofHours(30));
        acme.ledgers()
                .post("dinar", "dinar:2", Money.parse("1000000.001 BHD"), "last")
                .orElseThrow();
    }

    private static Map<String, BigDecimal> balances(ZentraLedger.Book book) {
        Map<String, BigDecimal> balances = new HashMap<>();
        for (Account account : book.accounts().list("", 100)) {
            Money posted = book.accounts().balances(account.id()).posted();
            if (!posted.isZero()) {
                BigDecimal amount = account.normalSide() == Side.DEBIT
                        ? posted.amount()
                        : posted.amount().negate();
                balances.put(account.id() + " " + posted.asset(), amount.stripTrailingZeros());
            }
        }
        return balances;
    }

    /** Balances as hledger computes them from the transactions. */
    private Map<String, BigDecimal> balances(Path journal) throws Exception {
        String json = String.join("", hledger("balance", "--flat", "-O", "json", "-f", journal.toString()));
        Map<String, BigDecimal> balances = new HashMap<>();
        for (JsonNode row : new ObjectMapper().readTree(json).get(0)) {
            for (JsonNode amount : row.get(3)) {
                BigDecimal quantity = new BigDecimal(
                                amount.path("aquantity").path("decimalMantissa").bigIntegerValue())
                        .movePointLeft(
                                amount.path("aquantity").path("decimalPlaces").intValue());
                if (quantity.signum() != 0) {
                    balances.put(
                            row.get(0).textValue() + " "
                                    + amount.path("acommodity").textValue(),
                            quantity.stripTrailingZeros());
                }
            }
        }
        return balances;
    }

    private List<String> hledger(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("hledger"));
        command.addAll(List.of(arguments));
        assertThat(run(command.toArray(String[]::new)))
                .as(Files.readString(output()))
                .isZero();
        return Files.readAllLines(output());
    }

    private void assumeInstalled(String... program) throws Exception {
        try {
            assertThat(run(program)).isZero();
        } catch (IOException absent) {
            abort(program[0] + " is not installed: apt-get install hledger beancount");
        }
    }

    private int run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start()
                .waitFor();
    }

    private Path output() {
        return folder.resolve("hledger.out");
    }
}
