package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.ZentraLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H2 writes over space that it has freed, by default 45 seconds after, and then may not find the newest commits again when
 * the process is killed. What Zentra has acknowledged must be there all the same, however long a database has been open.
 */
class H2SpaceTest {
    private static final int COMMITS = 100;

    @TempDir
    Path folder;

    @Test
    void findsEachCommitAgainWhenTheProcessDiesLongAfterItOpened() throws IOException, SQLException {
        Path file = folder.resolve("host");
        freeSpaceSoon(file);
        try (ZentraLedger ledger = ZentraLedger.open(Storage.h2(file))) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            for (int i = 1; i <= COMMITS; i++) {
                acme.accounts().open(NewAccount.credit("customer:" + i, Stage.USD));
                assertThat(accountsLeftBy(file, i))
                        .as("accounts after commit %s", i)
                        .isEqualTo(i);
            }
        }
    }

    /** Makes a database of which H2 frees space in a tenth of a second. */
    private static void freeSpaceSoon(Path file) throws SQLException {
        try (Connection maker = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "");
                Statement statement = maker.createStatement()) {
            statement.execute("set retention_time 100");
        }
    }

    /** What the next process would find if this one died now. */
    private long accountsLeftBy(Path file, int death) throws IOException, SQLException {
        Path copy = folder.resolve("copy-" + death);
        Files.copy(Path.of(file + ".mv.db"), Path.of(copy + ".mv.db"));
        try (Connection next = DriverManager.getConnection("jdbc:h2:file:" + copy, "sa", "");
                Statement statement = next.createStatement();
                ResultSet results = statement.executeQuery("select count(*) from zentra_account")) {
            results.next();
            return results.getLong(1);
        } finally {
            Files.deleteIfExists(Path.of(copy + ".mv.db"));
        }
    }
}
