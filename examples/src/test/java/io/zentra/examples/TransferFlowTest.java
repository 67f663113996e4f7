package io.zentra.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.journal.SigningKey;
import io.zentra.runtime.PacketVerifier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferFlowTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"%s/example.db", "jdbc:h2:file:%s/example"})
    void movesMoneyOnceHoweverOftenItRuns(String database) {
        requireMovedOnce(database.formatted(folder));
    }

    @Test
    void movesMoneyOnceOnPostgres() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            requireMovedOnce(server.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void requireMovedOnce(String address) {
        String first = run(address, TransferFile.example());
        String second = run(address, TransferFile.example());

        assertThat(first)
                .contains(
                        "293  transfer created", "3  transfer denied: too_much", "4  transfer waits for the treasurer")
                .contains("4  cases approved", "status        evidenced", "ledger_state  settled")
                .contains("14  transfer replayed", "idempotency_conflict in amount_minor")
                .contains("298  callback applied", "59  callback came again")
                .contains("left out, line 139: invalid_amount")
                .containsPattern(
                        "Merchant {4}merchant:\\S+ +\\+(\\d+) mu {2}-\\1 mu\\s+Payout {6}payout:usd +\\+\\1 mu")
                .contains("verified with no database", "  zero")
                .contains("Balances changed.", "sound.");
        assertThat(second)
                .contains("314  transfer replayed", "No balance changed", "verified with no database", "sound.")
                .contains("0  cases approved", "status        evidenced")
                .doesNotContain("transfer created", "callback applied", "callback came again");
    }

    @Test
    void writesAPacketThatVerifiesWithThePublicKeyAlone() throws IOException {
        run(folder + "/example.db", TransferFile.example());
        SigningKey key = SigningKey.inFile("zentra-example", folder.resolve("zentra-example.key"));
        byte[] packet = Files.readAllBytes(folder.resolve("zentra-example-packet.json"));

        assertThat(PacketVerifier.trusting(key.verifier()).verify(packet).isVerified())
                .isTrue();
    }

    @Test
    void reportsEveryMalformedRowAndRunsTheRest() throws IOException {
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, """
                idempotency_key,source,destination,amount,currency,note
                k1,customer:ada:usd,merchant:gym:usd,1.00,USD,fine
                k2,customer:ada:usd,merchant:gym:usd,1.005,USD,too many decimals
                k3,customer:ada:usd,merchant:gym:usd
                k4,,merchant:gym:usd,1.00,USD,no source
                k5,customer:ada:usd,merchant:gym:usd,-1.00,USD,negative
                """);
        TransferFile rows = TransferFile.read(file);

        assertThat(rows.requests()).hasSize(1);
        assertThat(rows.faults()).hasSize(4);
        assertThat(rows.faults().get(0)).startsWith("line 3: invalid_amount");
        assertThat(rows.faults().get(3)).startsWith("line 6: amount_not_positive");
        assertThat(run(folder + "/rows.db", rows)).contains("1  transfer created", "left out, line 4");
    }

    /** The first ended the run, and the second took all rows after it for its note. */
    @Test
    void reportsMalformedQuotesWithTheirLineAndRunsTheRest() throws IOException {
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, """
                idempotency_key,source,destination,amount,currency,note
                k1,customer:ada:usd,merchant:gym:usd,1.00,USD,"a ""fine"", quoted note"
                k,"a"b,merchant:gym:usd,1.00,USD,characters after a quote
                k2,customer:ada:usd,merchant:gym:usd,2.00,USD,fine
                k3,customer:ada:usd,merchant:gym:usd,3.00,USD,"never closed

                k4,customer:ada:usd,merchant:gym:usd,4.00,USD,fine
                """);
        TransferFile rows = TransferFile.read(file);

        assertThat(rows.requests()).extracting(request -> request.key().value()).containsExactly("k1", "k2", "k4");
        assertThat(rows.faults()).hasSize(2);
        assertThat(rows.faults().get(0)).startsWith("line 3: ").contains("quotes are malformed");
        assertThat(rows.faults().get(1)).startsWith("line 5: ").contains("quotes are malformed");
        assertThat(run(folder + "/quotes.db", rows))
                .contains("3  transfer created", "left out, line 3", "left out, line 5");
    }

    @Test
    void refusesAnAddressThatItDoesNotKnow() {
        assertThatThrownBy(() -> run("jdbc:oracle:x", TransferFile.example()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:oracle:x");
    }

    private String run(String database, TransferFile file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TransferFlow.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), database, file, folder);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
