package io.zentra.testing.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of the house, for the modules beneath a root package. */
final class Rules {
    /** Each module with those it may use, what they use included. Nobody may use testing. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "core", Set.of(),
            "ledger", Set.of("core"),
            "policy", Set.of("core"),
            "webhooks", Set.of("core"),
            "reconciliation", Set.of("core", "ledger"),
            "runtime", Set.of("core", "ledger", "policy", "webhooks", "reconciliation"),
            "testing", Set.of("core", "ledger", "policy", "webhooks", "reconciliation", "runtime"));

    /** The one place that takes the system's clock, unless a host brings another; and the builders of facades. */
    private static final String CLOCK_DEFAULTS =
            ".*\\.(ZentraCore\\$Settings|runtime\\.[A-Za-z]*Builder|runtime\\.[A-Za-z]+\\$Builder)";

    private static final Set<String> CLOCKS = Set.of("java.time.Clock", "java.time.InstantSource");
    private static final Set<String> FLOATING = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
    private static final List<String> EMPTY_NAMES = List.of("Util", "Utils", "Helper", "Manager", "Impl", "Base");

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    /** Arrows between modules, and no others. */
    ArchRule arrows() {
        CompositeArchRule all = null;
        for (Map.Entry<String, Set<String>> module : ARROWS.entrySet()) {
            String[] forbidden = Stream.concat(ARROWS.keySet().stream(), Stream.of("examples", "benchmarks"))
                    .filter(other ->
                            !other.equals(module.getKey()) && !module.getValue().contains(other))
                    .map(this::packages)
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(packages(module.getKey()))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true);
            all = all == null ? CompositeArchRule.of(rule) : all.and(rule);
        }
        return Objects.requireNonNull(all).as("modules use only those that their arrows point to");
    }

    /** What is internal to a module is its own. */
    ArchRule internals() {
        return classes().should(new Condition("not use the internals of another module") {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                    String target = dependency.getTargetClass().getPackageName() + ".";
                    boolean foreign =
                            module(target).isPresent() && !module(target).equals(module(one.getPackageName() + "."));
                    if (foreign && target.contains(".internal.")) {
                        violated(events, one, dependency.getDescription());
                    }
                }
            }
        });
    }

    /** Time comes from the injected clock. */
    ArchRule clock() {
        return classes()
                .that(new DescribedPredicate<JavaClass>("do not set the default clock") {
                    @Override
                    public boolean test(JavaClass one) {
                        return !one.getName().matches(CLOCK_DEFAULTS);
                    }
                })
                .should(new Condition("not read the system's clock") {
                    @Override
                    public void check(JavaClass one, ConditionEvents events) {
                        one.getAccessesFromSelf().stream()
                                .filter(Rules::readsTheClock)
                                .forEach(access -> violated(events, one, access.getDescription()));
                    }
                });
    }

    /** No floating point where money is. */
    ArchRule integers() {
        return classes()
                .that()
                .resideInAnyPackage(packages("core.money"), packages("ledger"))
                .should(new Condition("have no floating point in fields, parameters and results") {
                    @Override
                    public void check(JavaClass one, ConditionEvents events) {
                        for (JavaField field : one.getFields()) {
                            if (FLOATING.contains(field.getRawType().getName())) {
                                violated(events, one, field.getDescription());
                            }
                        }
                        for (JavaCodeUnit unit : one.getCodeUnits()) {
                            List<JavaClass> types = new ArrayList<>(unit.getRawParameterTypes());
                            types.add(unit.getRawReturnType());
                            if (types.stream().anyMatch(type -> FLOATING.contains(type.getName()))) {
                                violated(events, one, unit.getDescription());
                            }
                        }
                    }
                });
    }

    /** A library speaks through SLF4J. */
    ArchRule output() {
        return CompositeArchRule.of(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS)
                .and(GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    }

    /** Names say what a thing is. */
    ArchRule names() {
        return classes().should(new Condition("have no name that ends in " + EMPTY_NAMES) {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                if (EMPTY_NAMES.stream().anyMatch(one.getSimpleName()::endsWith)) {
                    violated(events, one, one.getName() + " has an empty name");
                }
            }
        });
    }

    /** Null is the exception that is marked. */
    ArchRule nullMarked() {
        return classes().should(new Condition("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                boolean marked = one.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                if (!marked) {
                    violated(events, one, "the package of " + one.getName() + " is not @NullMarked");
                }
            }
        });
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean now = owner.startsWith("java.time.") && name.equals("now");
        boolean clock = CLOCKS.contains(owner) && (name.startsWith("system") || name.startsWith("tick"));
        boolean millis = owner.equals("java.lang.System") && name.equals("currentTimeMillis");
        boolean date = owner.equals("java.util.Date")
                && access.getTarget().getFullName().endsWith("<init>()");
        return now || clock || millis || date;
    }

    private String packages(String module) {
        return root + "." + module + "..";
    }

    /** The module of a package, when it is one of ours. */
    private Optional<String> module(String packageName) {
        if (!packageName.startsWith(root + ".")) {
            return Optional.empty();
        }
        String rest = packageName.substring(root.length() + 1);
        return Optional.of(rest.substring(0, rest.indexOf('.')));
    }

    private abstract static class Condition extends ArchCondition<JavaClass> {
        Condition(String description) {
            super(description);
        }

        static void violated(ConditionEvents events, JavaClass one, String message) {
            events.add(SimpleConditionEvent.violated(one, message));
        }
    }
}
