package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.runtime.Workspace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends a step as a file of one line.
 *
 * @param driver sends the other steps
 */
record LineDriver(LedgerDriver driver) {
    /** What is refused before it is decided, and so is no decline. */
    private static final Set<ErrorCode> REFUSED =
            Set.of(ErrorCode.UNBALANCED_POSTING, ErrorCode.INVALID_ENTRY_COUNT, ErrorCode.IDEMPOTENCY_CONFLICT);

    /** The report in the words of {@link LedgerDriver#answer}; what is refused again leaves no event. */
    String answer(Step.Import step) {
        Workspace book = driver.book();
        long before = book.journal().size();
        ImportReport report = book.ledgers().imports().ndjson(file(step), ImportOptions.standard());
        if (report.imported() == 1) {
            String id = book.journal().event(before + 1).orElseThrow().subject().orElseThrow();
            return "applied" + driver.imported(step, id);
        }
        if (report.alreadyThere() == 1) {
            return "replayed applied"
                    + driver.imported(step, driver.id(step.name()).orElseThrow());
        }
        ErrorCode code = report.refusals().get(0).code();
        if (REFUSED.contains(code)) {
            return "refused " + code;
        }
        return (book.journal().size() == before ? "replayed declined " : "declined ") + code;
    }

    private ByteArrayInputStream file(Step.Import step) {
        String text = "{\"type\":\"header\",\"format\":\"zentra.ledger\",\"v\":1}\n{\"type\":\"posting\",\"key\":\""
                + step.key() + "\"," + effectiveAt(step) + words(step) + "\"entries\":" + entries(step.lines())
                + "}\n{\"type\":\"trailer\",\"lines\":1}\n";
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String effectiveAt(Step.Import step) {
        return step.effectiveAt() == null ? "" : "\"effective_at\":\"" + driver.instant(step.effectiveAt()) + "\",";
    }

    private static String words(Step.Import step) {
        ModelBook.Words words = ModelBook.Words.of(step.key());
        return (words.correlation() == null ? "" : "\"correlation\":\"" + words.correlation() + "\",")
                + "\"metadata\":{\"tag\":\"" + words.tag() + "\"},";
    }

    private static String entries(List<EntryRequest> lines) {
        return lines.stream()
                .map(line -> "{\"account\":\"" + line.account() + "\",\"side\":\""
                        + line.side().code() + "\",\"amount_minor\":"
                        + line.amount().minor() + ",\"asset\":\""
                        + line.amount().asset() + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
