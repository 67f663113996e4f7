package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.storage.Dialect;
import io.zentra.testing.fault.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many deaths leave takes the room of a few: else the files of the tests would fill the memory they lie in. */
class DiskTest {
    @TempDir
    Path folder;

    @Test
    void keepsNoMoreThanTheLastDeadAndTheLiving() throws Exception {
        Remains remains = Disk.empty(Dialect.H2, folder);
        for (int death = 0; death < 5; death++) {
            DataSource living = remains.storage().open();
            remains.keep();
            ((AutoCloseable) living).close();
        }
        assertThat(databases()).containsExactlyInAnyOrder("zentra-4.mv.db", "zentra-5.mv.db");
    }

    @Test
    void leavesNothingOnceAStageIsClosed() throws Exception {
        try (Stage stage = new Stage(Disk.empty(Dialect.H2, folder), Counted.ROUND_TRIPS, Duration.ofSeconds(1))) {
            assertThat(stage.verify().isSound()).isTrue();
            assertThat(databases()).isNotEmpty();
        }
        assertThat(databases()).isEmpty();
    }

    private Set<String> databases() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.matches("zentra-\\d+[-.].*"))
                    .collect(Collectors.toSet());
        }
    }
}
