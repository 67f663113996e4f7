package io.zentra.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Verification;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Metered.Let;
import io.zentra.core.usage.Metered.Undo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each column of each table of meters, damaged by plain SQL: verification tells what. */
class UsageTamperTest {
    private static final Window HOUR = Window.rolling(Duration.ofHours(1));

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update zentra_meter set meter_no = meter_no + 1 | the meter",
                "update zentra_meter set begins_at = begins_at + 1 where begins_at is not null | the meter",
                "update zentra_meter set begins_at = 1 where begins_at is null | the meter",
                "update zentra_meter set head = head + 1 | the meter",
                "update zentra_meter set tail = tail + 1 | the meter",
                "update zentra_meter set head_at = head_at - 1 where begins_at is null | the meter",
                "update zentra_meter set tail_at = tail_at - 1 where begins_at is null | the meter",
                "update zentra_meter set sum_minor = sum_minor - 1 | the meter",
                "update zentra_meter set uses = uses - 1 | the meter",
                "update zentra_meter set different = different - 1 | the meter",
                "update zentra_meter set meter = 'AAAAAAAAAAAAAAAAAAAAAA' where begins_at is null | is missing",
                "delete from zentra_meter where begins_at is null | is missing",
                "update zentra_meter_log set meter_no = meter_no + 1 | in row",
                "update zentra_meter_log set begins_at = begins_at + 1 where begins_at is not null | in row",
                "update zentra_meter_log set begins_at = 1 where begins_at is null | in row",
                "update zentra_meter_log set head = head + 1 | in row",
                "update zentra_meter_log set tail = tail + 1 | in row",
                "update zentra_meter_log set head_at = head_at - 1 where begins_at is null | in row",
                "update zentra_meter_log set tail_at = tail_at - 1 where begins_at is null | in row",
                "update zentra_meter_log set sum_minor = sum_minor - 1 | in row",
                "update zentra_meter_log set uses = uses - 1 | in row",
                "update zentra_meter_log set different = different - 1 | in row",
                "update zentra_meter_log set meter = 'AAAAAAAAAAAAAAAAAAAAAA' where begins_at is null | comes from no event",
                "update zentra_meter_log set previous_no = previous_no + 1 | goes on from",
                "update zentra_meter_log set no = no + 9 where no = (select max(no) from zentra_meter_log) | of the log of meters is missing",
                "update zentra_meter_log set no = no + 1048576 where no = (select max(no) from zentra_meter_log) | is missing",
                "delete from zentra_meter_log where no = (select max(no) from zentra_meter_log) | is missing",
                "delete from zentra_meter_log where no = (select min(no) from zentra_meter_log) | goes on from",
                "delete from zentra_meter_log | is missing",
                "insert into zentra_meter_log select tenant, 1048576, 0, meter, meter_no, begins_at, head, tail, head_at, tail_at, sum_minor,"
                        + " uses, different from zentra_meter where begins_at is null | comes from no event",
                "update zentra_settled set seq = seq - 1 | was put into its table",
                "update zentra_settled set seq = seq + 1 | was put into its table",
                "update zentra_settled set hash = 'x' | was put into its table",
                "update zentra_settled set log = 'x' | was put into its table",
                "delete from zentra_settled | was put into its table is missing",
                "insert into zentra_settled select tenant, 'x', seq, hash from zentra_settled | was put into its table",
                "update zentra_usage set at = at - 1 where no = 2 | usage 2 of",
                "update zentra_usage set amount_minor = amount_minor - 1 where no = 2 | usage 2 of",
                "update zentra_usage set uses = 0 where no = 2 | usage 2 of",
                "update zentra_usage set of_value = 'c' where no = 2 | usage 2 of",
                "update zentra_usage set before_no = 1 where no = 2 | usage 2 of",
                "update zentra_usage set after_no = null where no = 2 | usage 2 of",
                "update zentra_usage set no = 9 where no = 2 | comes from no event",
                "update zentra_usage set meter = 1 where no = 2 | usage 2 of",
                "delete from zentra_usage where no = 4 | is missing",
                "update zentra_usage set amount_minor = amount_minor + 1 where no = 0 | the usages before 1 of",
                "update zentra_usage set after_no = null where no = 0 | the usages before 1 of",
                "delete from zentra_usage where no = 0 | the usages before 1 of",
                "insert into zentra_usage select tenant, 1, no, at, amount_minor, uses, of_value, before_no, after_no"
                        + " from zentra_usage where no = 2 | usages, not",
                "update zentra_usage_value set last_no = last_no - 1 where of_value = 'a' | the last usage of \"a\"",
                "update zentra_usage_value set of_value = 'c' where of_value = 'a' | the last usage of \"c\"",
                "update zentra_usage_value set meter = 'AAAAAAAAAAAAAAAAAAAAAA' where of_value = 'a' | the last usage of \"a\"",
                "delete from zentra_usage_value where of_value = 'a' | is missing",
                "insert into zentra_usage_value select tenant, 'AAAAAAAAAAAAAAAAAAAAAA', of_value, last_no from zentra_usage_value"
                        + " where of_value = 'a' | values of meters, not",
                "update zentra_reservation set undone_minor = undone_minor + 1 | was undone of the decision",
                "update zentra_reservation set decision = decision + 1 | was undone of the decision",
                "delete from zentra_reservation | was undone of the decision",
            })
    void tellsWhatWasDamaged(String damage, String told) {
        Storage storage = Databases.SQLITE.create(folder);
        tell(storage);
        assertThat(Databases.execute(storage, damage)).isPositive();

        Verification verification = verify(storage);
        assertThat(verification.faults())
                .isNotEmpty()
                .anySatisfy(fault -> assertThat(fault).contains(told));
    }

    @Test
    void findsNothingWhereNothingWasDamaged() {
        Storage storage = Databases.SQLITE.create(folder);
        tell(storage);

        assertThat(verify(storage).faults()).isEmpty();
    }

    /**
     * One usage has left, of "a" there are two more, "b" is between them, and one of them is given back in part. After the
     * fourth decision the log is put into the table.
     */
    private void tell(Storage storage) {
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            let(core, acme, "gone", 7, "a");
            clock.advance(Duration.ofMinutes(30));
            let(core, acme, "second", 5, "b");
            let(core, acme, "third", 4, "a");
            clock.advance(Duration.ofMinutes(30));
            let(core, acme, "fourth", 30, "b");
            String last = let(core, acme, "last", 20, "a");
            core.commits().run(acme, new Undo("undo", last, usd(5))).orElseThrow();
        }
    }

    private static String let(ZentraCore core, Access acme, String name, long amount, String value) {
        List<Charge> charges = List.of(
                new Charge(MeterKey.of(json -> json.value("hour")), HOUR, amount, value),
                Charge.of(MeterKey.of(json -> json.value("day")), Window.day(), amount));
        return core.commits()
                .run(acme, new Let(name, usd(amount), charges, 1_000))
                .orElseThrow()
                .decision();
    }

    private Verification verify(Storage storage) {
        try (ZentraCore core = open(storage)) {
            Actor actor = Actor.service("auditor");
            Access acme = new Access(core.tenants().require(TenantId.of("acme")), actor);
            return core.journal(acme).verify(List.of(), List.of());
        }
    }

    private ZentraCore open(Storage storage) {
        return ZentraCore.open(
                ZentraCore.Settings.of(storage)
                        .withClock(clock)
                        .withLimits(CommitLimits.standard().withLoggedRows(7)),
                List.of());
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, "USD");
    }
}
