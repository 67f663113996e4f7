package io.zentra.runtime.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.runtime.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private static final List<String> EVENTS = List.of(
            TransferEvents.DENIED,
            TransferEvents.CANCELLED,
            TransferEvents.ROUTED,
            TransferEvents.UNROUTED,
            TransferEvents.IN_REVIEW,
            TransferEvents.RESUMED,
            TransferEvents.POSTED,
            TransferEvents.SETTLED,
            TransferEvents.FAILED,
            TransferEvents.PARTLY_REVERSED,
            TransferEvents.REVERSAL_ASKED,
            TransferEvents.NOT_REVERSED,
            TransferEvents.REVERSED,
            TransferEvents.RETURNED,
            TransferEvents.CONTRADICTED,
            TransferEvents.UPHELD);

    @Test
    void isPrintedInTheGuide() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "transfers.md"));
        assertThat(Transitions.printed())
                .hasSameSizeAs(EVENTS)
                .allSatisfy(line -> assertThat(guide).contains(line + "\n"));
    }

    /** A transfer gets into every state, and out of each but those in which its money is where nobody sent it from. */
    @Test
    void leadsToEveryState() {
        Set<TransferStatus> reached =
                EnumSet.of(TransferStatus.PENDING, TransferStatus.PROCESSING, TransferStatus.DENIED);
        for (TransferStatus before : TransferStatus.values()) {
            for (TransferStatus after : TransferStatus.values()) {
                if (EVENTS.stream().anyMatch(event -> leads(event, before, after))) {
                    reached.add(after);
                }
            }
        }
        assertThat(reached).containsExactlyInAnyOrder(TransferStatus.values());
        assertThat(EVENTS)
                .noneMatch(event -> List.of(TransferStatus.values()).stream()
                        .anyMatch(after -> leads(event, TransferStatus.DENIED, after)));
    }

    @Test
    void refusesWhatNoWayLeadsTo() {
        assertThatThrownBy(() ->
                        Transitions.require(TransferEvents.SETTLED, TransferStatus.FAILED, TransferStatus.SETTLED))
                .hasMessage("transfer.settled leads no transfer from FAILED to SETTLED");
        assertThatThrownBy(() -> Transitions.require(
                        TransferEvents.PARTLY_REVERSED, TransferStatus.SETTLED, TransferStatus.REVERSED))
                .hasMessageContaining("leads no transfer from SETTLED to REVERSED");
        assertThatThrownBy(() -> Transitions.requireFirst(TransferStatus.SETTLED))
                .hasMessage("no transfer begins as SETTLED");
        assertThat(Transitions.has(TransferEvents.CREATED)).isFalse();
    }

    private static boolean leads(String event, TransferStatus before, TransferStatus after) {
        try {
            Transitions.require(event, before, after);
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }
}
