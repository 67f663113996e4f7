package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.zentra.testing.architecture.planted.core.money.FloatingPrice;
import io.zentra.testing.architecture.planted.ledger.TellsTheTime;
import io.zentra.testing.architecture.planted.policy.ReachesIntoTheLedger;
import io.zentra.testing.architecture.planted.policy.TalksToTheConsole;
import io.zentra.testing.architecture.planted.runtime.TransferHelper;
import io.zentra.testing.architecture.planted.unmarked.NullableByAccident;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The rules that keep modules apart, on all main classes; and on classes planted beside this test, which break each of
 * them, so that no rule holds only because it looks at nothing.
 */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.zentra");
    private static final String PLANTED_ROOT = "io.zentra.testing.architecture.planted";
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(PLANTED_ROOT);

    @Test
    void seesEveryModule() {
        for (String module :
                new String[] {"core", "ledger", "policy", "webhooks", "reconciliation", "runtime", "testing"}) {
            assertThat(MAIN.containPackage("io.zentra." + module)).as(module).isTrue();
        }
        assertThat(MAIN.stream().filter(one -> one.getName().contains("architecture")))
                .isEmpty();
    }

    @Test
    void keepsTheArrowsBetweenModules() {
        holds(Rules::arrows);
        isBrokenBy(Rules::arrows, ReachesIntoTheLedger.class);
    }

    @Test
    void keepsInternalsInside() {
        holds(Rules::internals);
        isBrokenBy(Rules::internals, ReachesIntoTheLedger.class);
    }

    @Test
    void takesTimeFromTheInjectedClockOnly() {
        holds(Rules::clock);
        isBrokenBy(Rules::clock, TellsTheTime.class);
    }

    @Test
    void countsMoneyInIntegers() {
        holds(Rules::integers);
        isBrokenBy(Rules::integers, FloatingPrice.class);
    }

    @Test
    void speaksThroughSlf4jOnly() {
        holds(Rules::output);
        isBrokenBy(Rules::output, TalksToTheConsole.class);
    }

    @Test
    void givesNamesThatSayWhatAThingIs() {
        holds(Rules::names);
        isBrokenBy(Rules::names, TransferHelper.class);
    }

    @Test
    void marksNullsInEveryPackage() {
        holds(Rules::nullMarked);
        isBrokenBy(Rules::nullMarked, NullableByAccident.class);
    }

    private static void holds(Function<Rules, ArchRule> rule) {
        rule.apply(new Rules("io.zentra")).check(MAIN);
    }

    /** The rule finds the planted class, and says so by its name. */
    private static void isBrokenBy(Function<Rules, ArchRule> rule, Class<?> planted) {
        String report = rule.apply(new Rules(PLANTED_ROOT))
                .evaluate(PLANTED)
                .getFailureReport()
                .toString();

        assertThat(report).contains(planted.getSimpleName());
    }
}
