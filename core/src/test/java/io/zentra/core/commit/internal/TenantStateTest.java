package io.zentra.core.commit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.RowType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lane keeps of a tenant's rows. */
class TenantStateTest {
    private static final RowType<String, String> TEXT = RowType.<String, String>of("zentra_text", row -> row)
            .key(List.of(Column.text("text")), (key, out) -> out.text(key))
            .read(in -> in.text())
            .kept(String::length);

    /** A row may have megabytes: a quarter of a million of them would be all of a machine's memory. */
    @Test
    void dropsWhatWasUsedLongestAgoByItsWeight() {
        TenantState state = new TenantState(10, () -> 64);
        for (String row : List.of("aaaa", "bbbb", "cc", "aaaa")) {
            state.keep(TEXT, row, row);
        }
        state.trim();
        assertThat(state.size()).isEqualTo(10);

        state.row(TEXT, "aaaa");
        state.keep(TEXT, "d", "d");
        state.trim();
        assertThat(state.row(TEXT, "bbbb")).isNull();
        assertThat(state.row(TEXT, "aaaa")).isEqualTo("aaaa");
        assertThat(state.size()).isEqualTo(7);

        state.keep(TEXT, "aaaa", null);
        state.keep(TEXT, "zz", null);
        assertThat(state.size()).isEqualTo(3);
    }
}
