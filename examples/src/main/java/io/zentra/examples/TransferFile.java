package io.zentra.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.runtime.TransferRequest;
import java.io.BufferedReader;
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
import java.util.Objects;

/**
 * Transfers from a CSV file with the columns {@code idempotency_key, source, destination, amount, currency, note}, a
 * line each: a quoted field does not go on in the next line. A row that cannot be read is kept as a fault with its line;
 * the others are read.
 *
 * @param requests the rows that were read
 * @param faults what is wrong with the others, each with its line
 */
record TransferFile(List<TransferRequest> requests, List<String> faults) {
    private static final int MAX_ROWS = 1_000_000;
    private static final CsvReader.CsvReaderBuilder CSV = CsvReader.builder().allowUnclosedQuote(false);

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
        try (BufferedReader lines = new BufferedReader(source)) {
            List<String> header = fields(Objects.requireNonNullElse(lines.readLine(), ""));
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isEmpty()) {
                    continue;
                }
                if (requests.size() + faults.size() == MAX_ROWS) {
                    faults.add("line " + number + ": more than " + MAX_ROWS + " rows");
                    break;
                }
                try {
                    requests.add(request(header, fields(line)));
                } catch (ZentraException unreadable) {
                    faults.add("line " + number + ": " + unreadable.getMessage());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the transfers cannot be read", e);
        }
        return new TransferFile(requests, faults);
    }

    /** Line by line, so that a quote that is never closed takes no other row with it. */
    private static List<String> fields(String line) {
        try {
            return CSV.ofSingleCsvRecord(line).getFields();
        } catch (CsvParseException malformed) {
            throw malformed("its quotes are malformed: close each on its line before a comma, and double those inside");
        }
    }

    private static TransferRequest request(List<String> header, List<String> row) {
        if (row.size() != header.size()) {
            throw malformed("it has " + row.size() + " fields, not " + header.size());
        }
        return TransferRequest.builder()
                .from(field(header, row, "source"))
                .to(field(header, row, "destination"))
                .amount(Money.parse(field(header, row, "amount") + " " + field(header, row, "currency")))
                .idempotencyKey(field(header, row, "idempotency_key"))
                .build();
    }

    private static String field(List<String> header, List<String> row, String name) {
        int column = header.indexOf(name);
        if (column < 0) {
            throw malformed("the first line names no column " + name);
        }
        return row.get(column);
    }

    private static ZentraException malformed(String why) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, "the row cannot be read: " + why);
    }
}
