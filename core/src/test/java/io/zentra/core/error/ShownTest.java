package io.zentra.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void showsFortyCharactersAtMost() {
        assertThat(Shown.of("")).isEmpty();
        assertThat(Shown.of("x".repeat(40))).isEqualTo("x".repeat(40));
        assertThat(Shown.of("x".repeat(41))).isEqualTo("x".repeat(40) + "…");
    }

    /** Half a character has no form in UTF-8, and so could not be kept in an event. */
    @Test
    void cutsNoCharacterInTwo() {
        String wide = "x".repeat(39) + "\ud83d\ude00" + "x";

        assertThat(Shown.of(wide)).isEqualTo("x".repeat(39) + "…");
        assertThat(Shown.of("x" + wide)).isEqualTo("x".repeat(40) + "…");
        assertThat(Shown.of(wide.substring(1) + "x")).isEqualTo(wide.substring(1, 41) + "…");
    }

    /** A refusal that showed one as it came could not be recorded, and was taken for a defect of ours. */
    @Test
    void replacesHalvesOfCharacters() {
        assertThat(Shown.of("a\ud83db\ude00")).isEqualTo("a\ufffdb\ufffd");
        assertThat(Shown.of("\ude00" + "x".repeat(40))).isEqualTo("\ufffd" + "x".repeat(39) + "…");
        assertThat(Shown.of("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    }
}
