package io.zentra.runtime.internal.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IntentStoryTest {
    @Test
    void isPrintedInTheGuide() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "runtime.md"));
        String printed = String.join("\n", IntentStory.printed());

        assertThat(guide).contains("| event | from | to |\n|---|---|---|\n" + printed + "\n\n");
    }
}
