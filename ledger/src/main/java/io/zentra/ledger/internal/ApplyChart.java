package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.AppliedChart;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Opens the accounts of a template that are not there yet: all of them or, when one is there with other attributes, none.
 * As with a single account, what counts are the attributes that an account was opened with.
 */
public record ApplyChart(ChartTemplate template, IdempotencyKey key) implements Command.Keyed<AppliedChart> {
    /** The type of the event that comes before those of the accounts. */
    static final String APPLIED = "chart.applied";

    private static final int MAX_TOLD = 10;

    @Override
    public Operation operation() {
        return Operations.CHART;
    }

    /** Accounts by their ids, so that a conflict names the account that differs. */
    @Override
    public void request(CanonicalJson json) {
        json.beginObject().name("accounts").beginObject();
        for (NewAccount account : template.accounts()) {
            json.name(account.id());
            new OpenAccount(account).write(json);
        }
        json.endObject().member("template", template.name()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        template.accounts().forEach(account -> new OpenAccount(account).reads(reads));
    }

    @Override
    public AppliedChart decide(UnitOfWork work) {
        List<OpenAccount> missing = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        Map<String, String> differences = new LinkedHashMap<>();
        for (NewAccount account : template.accounts()) {
            OpenAccount wanted = new OpenAccount(account);
            AccountRow known = work.get(LedgerTables.ACCOUNT, account.id());
            if (known == null) {
                missing.add(wanted);
            } else {
                AccountRow opened = OpenAccount.opened(Objects.requireNonNull(work.event(known.no())));
                kept.add(account.id());
                AccountDifference.of(opened, wanted.row(known.no()))
                        .ifPresent(difference -> differences.put(account.id(), difference));
            }
        }
        requireSame(differences);
        List<String> opened =
                missing.stream().map(wanted -> wanted.account().id()).toList();
        long seq = work.record(new UnitOfWork.Draft(APPLIED, template.name(), null, json -> {
            json.beginObject();
            writeIds(json, "kept", kept);
            writeIds(json, "opened", opened);
            json.endObject();
        }));
        missing.forEach(wanted -> wanted.open(work, null));
        return new AppliedChart(template.name(), seq, opened, kept);
    }

    @Override
    public AppliedChart replayed(Event first) {
        return read(first);
    }

    /** What an event tells of an application. */
    static AppliedChart read(Event event) {
        return new AppliedChart(
                event.subject().orElseThrow(), event.seq(), ids(event.body(), "opened"), ids(event.body(), "kept"));
    }

    private void requireSame(Map<String, String> differences) {
        if (differences.isEmpty()) {
            return;
        }
        List<String> told = new ArrayList<>();
        differences.entrySet().stream()
                .limit(MAX_TOLD)
                .forEach(each -> told.add(each.getKey() + ": " + each.getValue()));
        throw ZentraException.of(
                ErrorCode.ACCOUNT_EXISTS,
                differences.size() + " accounts of the template " + template.name()
                        + " were opened with other attributes: " + String.join("; ", told)
                        + (told.size() < differences.size() ? "; …" : "") + ". Nothing was opened",
                Map.of(
                        "template",
                        template.name(),
                        "account",
                        differences.keySet().iterator().next(),
                        "difference",
                        differences.values().iterator().next(),
                        "accounts",
                        String.valueOf(differences.size())));
    }

    private static void writeIds(CanonicalJson json, String name, List<String> ids) {
        json.name(name).beginArray();
        ids.forEach(json::value);
        json.endArray();
    }

    private static List<String> ids(JsonNode body, String name) {
        List<String> ids = new ArrayList<>();
        body.path(name).forEach(id -> ids.add(id.asText()));
        return ids;
    }
}
