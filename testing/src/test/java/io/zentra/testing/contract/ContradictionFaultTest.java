package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.Fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rail is asked and says that it declined, while its callback, taken elsewhere, says that the money arrived. A fault may
 * lose the answer, for nobody asks again about a transfer that is settled; it must not lose or move money.
 */
class ContradictionFaultTest {
    private static final List<String> ENDS = List.of("transfer.settled", "transfer.failed", "transfer.contradicted");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void anAnswerThatContradictsIsKeptOrLostWhole(Database database) {
        for (Kind kind : List.of(Kind.STATEMENT_FAILS, Kind.CONNECTION_LOST)) {
            try (Stage stage = new Stage(database.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5))) {
                boolean struck = true;
                for (long nth = 1; struck; nth += database.isInMemory() ? 1 : 3) {
                    struck = strike(stage, kind.atCall(nth));
                }
                stage.requireAllEnd();
                Strikes.requireSound(stage, "after " + kind);
            }
        }
    }

    private static boolean strike(Stage stage, Fault fault) {
        TransferStage transfers = stage.transfers();
        Transfer transfer = transfers.sent(stage.newTag());
        transfers.bank().duringNextQuery(() -> transfers.acceptElsewhere(transfers.success(transfer)));
        transfers.bank().nextQuery(new RailOutcome.Declined("closed"));
        stage.clock().advance(Stage.TURN);
        stage.faulty().arm(fault);
        try {
            transfers.zentra().runDueWork();
        } catch (ZentraException unavailable) {
            assertThat(unavailable.code()).isIn(ErrorCode.STORAGE_FAILED, ErrorCode.OUTCOME_UNKNOWN);
        }
        boolean struck = stage.faulty().hasStruck();
        stage.faulty().heal();
        if (!struck) {
            assertThat(status(stage, transfer)).isEqualTo(TransferStatus.CONTRADICTED);
        }
        stage.runDueUntil(
                () -> status(stage, transfer) != TransferStatus.PROCESSING,
                () -> transfers.zentra().runDueWork());
        assertThat(status(stage, transfer)).as("%s", fault).isIn(TransferStatus.SETTLED, TransferStatus.CONTRADICTED);
        transfers.accept(transfers.failure(transfer));
        assertThat(ends(stage, transfer)).as("%s", fault).containsExactly("transfer.settled", "transfer.contradicted");
        return struck;
    }

    private static TransferStatus status(Stage stage, Transfer transfer) {
        return stage.transfers().acme().transfers().get(transfer.id()).status();
    }

    private static List<String> ends(Stage stage, Transfer transfer) {
        return stage.transfers().acme().evidence().timeline(transfer.id()).stream()
                .map(Event::type)
                .filter(ENDS::contains)
                .toList();
    }
}
