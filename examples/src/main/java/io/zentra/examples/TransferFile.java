package io.zentra.examples;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.runtime.TransferRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Transfers from a CSV file with the columns {@code idempotency_key, source, destination, amount, currency, note}. A row
 * that cannot be read is kept as a fault with its line; the others are read.
 *
 * @param requests the rows that were read
 * @param faults what is wrong with the others, each with its line
 */
record TransferFile(List<TransferRequest> requests, List<String> faults) {
    private static final int MAX_ROWS = 1_000_000;

    TransferFile {
        requests = List.copyOf(requests);
        faults = List.copyOf(faults);
    }

    /** The file that lies beside this class. */
    static TransferFile example() {
        InputStream in = TransferFile.class.getResourceAsStream("transfers.csv");
        if (in == null) {
            throw new IllegalStateException("transfers.csv is missing beside " + TransferFile.class);
        }
        return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    static TransferFile read(Path file) {
        try {
            return read(Files.newBufferedReader(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file + " cannot be read", e);
        }
    }

    private static TransferFile read(Reader source) {
        List<TransferRequest> requests = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                .missingFieldStrategy(
                        FieldMismatchStrategy.IGNORE) // such a row is a fault of its own, not the file's end
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(source)) {
            for (NamedCsvRecord row : rows) {
                if (requests.size() + faults.size() == MAX_ROWS) {
                    faults.add("line " + row.getStartingLineNumber() + ": more than " + MAX_ROWS + " rows");
                    break;
                }
                try {
                    requests.add(request(row));
                } catch (ZentraException | NoSuchElementException unreadable) {
                    faults.add("line " + row.getStartingLineNumber() + ": " + unreadable.getMessage());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the transfers cannot be read", e);
        }
        return new TransferFile(requests, faults);
    }

    private static TransferRequest request(NamedCsvRecord row) {
        if (row.getFieldCount() != row.getHeader().size()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the row has " + row.getFieldCount() + " fields, not "
                            + row.getHeader().size());
        }
        return TransferRequest.builder()
                .from(row.getField("source"))
                .to(row.getField("destination"))
                .amount(Money.parse(row.getField("amount") + " " + row.getField("currency")))
                .idempotencyKey(row.getField("idempotency_key"))
                .build();
    }
}
