package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import io.zentra.testing.contract.Strikes.Run;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must hold when the database fails in the middle of a write, at whatever call: the caller is told the truth, the
 * request resolves to applied or absent, sending it again applies it once, and the books are sound.
 *
 * <p>For each kind of write the fault strikes its first call, then its second, and so on until it has no more. A storage
 * serves several tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaultContract {
    private final Stages stages = Stages.of(this::storage);

    /** For subclasses. */
    protected FaultContract() {}

    @AfterAll
    final void verifyAndClose() {
        stages.close();
    }

    /** An empty storage, another one at each call, which is there until all tests have run. */
    protected abstract Storage storage();

    /** Every how manieth call of a write is struck in a usual run. */
    protected int stride() {
        return 1;
    }

    /** What is counted in a usual run. */
    protected Counted counted() {
        return Counted.ROUND_TRIPS;
    }

    static List<Write> writes() {
        return Write.all();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void toldTheTruthWhenAStatementFails(Write write) {
        Strikes.strikeEach(stages, write, Kind.STATEMENT_FAILS::atCall, Run.warm(counted(), stride()));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void survivesALostConnection(Write write) {
        Strikes.strikeEach(stages, write, Kind.CONNECTION_LOST::atCall, Run.warm(Counted.ROUND_TRIPS, stride()));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void survivesAFaultRightAfterARestart(Write write) {
        Strikes.strikeEach(stages, write, Kind.STATEMENT_FAILS::atCall, Run.cold(stride() * 6));
        Strikes.strikeEach(stages, write, Kind.CONNECTION_LOST::atCall, Run.cold(stride() * 6));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void findsOutWhatBecameOfACommit(Write write) {
        for (Kind kind : List.of(Kind.STATEMENT_FAILS, Kind.CONNECTION_LOST)) {
            Strikes.strikeEach(stages, write, kind::beforeCommit, Run.warm(Counted.ROUND_TRIPS, 1));
            Strikes.strikeEach(stages, write, kind::afterCommit, Run.warm(Counted.ROUND_TRIPS, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("writes")
    void admitsNotToKnowWhenTheDatabaseStaysDown(Write write) {
        Strikes.strikeEach(stages, write, Kind.DATABASE_DOWN::beforeCommit, Run.down(1));
        Strikes.strikeEach(stages, write, Kind.DATABASE_DOWN::afterCommit, Run.down(1));
        Strikes.strikeEach(stages, write, Kind.DATABASE_DOWN::atCall, Run.down(40));
    }

    @ParameterizedTest
    @MethodSource("writes")
    @Tag("long")
    void survivesEveryFaultAtEveryCall(Write write) {
        for (Kind kind : List.of(Kind.STATEMENT_FAILS, Kind.CONNECTION_LOST)) {
            Strikes.strikeEach(stages, write, kind::atCall, Run.warm(Counted.EVERY_CALL, 1));
            Strikes.strikeEach(stages, write, kind::atCall, Run.cold(1));
        }
        Strikes.strikeEach(stages, write, Kind.DATABASE_DOWN::atCall, Run.down(1));
    }
}
