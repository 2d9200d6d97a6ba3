package org.creneau;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house: who may know whom, and what nobody does. */
class ArchitectureTest {

    private static final String ROOT = "org.creneau";
    private static final String EMBEDDED = "org.creneau.embedded";

    /** What stands on what. A new package must be given its place here. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("limit", Set.of("core", "config")),
            Map.entry("catalogue", Set.of("core")),
            Map.entry("notification", Set.of("core", "config")),
            Map.entry("access", Set.of("core")),
            Map.entry("auth", Set.of("core", "config", "access", "notification")),
            Map.entry("seat", Set.of("core")),
            Map.entry("slot", Set.of("core", "catalogue", "seat")),
            // The catalogue's records only, as parts of a slot.
            Map.entry("booking", Set.of("core", "config", "access", "audit", "seat", "slot", "catalogue")),
            Map.entry("audit", Set.of("core", "access")),
            // The catalogue's records only, as parts of a slot.
            Map.entry(
                    "desk",
                    Set.of(
                            "core",
                            "config",
                            "access",
                            "audit",
                            "booking",
                            "client",
                            "slot",
                            "catalogue",
                            "notification")),
            Map.entry("planning", Set.of("core", "access", "audit", "catalogue", "slot")),
            Map.entry("bulk", Set.of("core", "config", "catalogue", "slot")),
            Map.entry("event", Set.of("core", "config", "access")),
            Map.entry("privacy", Set.of("core", "config", "access", "audit", "auth", "booking")),
            Map.entry("change", Set.of("core", "config", "access", "audit", "slot", "booking")),
            Map.entry("client", Set.of("core", "access", "audit", "auth", "notification", "catalogue", "slot")),
            Map.entry("partner", Set.of("core", "config", "access", "audit", "auth", "client")),
            Map.entry(
                    "http",
                    Set.of("core", "config", "access", "auth", "limit", "catalogue", "slot", "bulk", "partner")),
            Map.entry(
                    "http.api",
                    Set.of(
                            "core",
                            "http",
                            "access",
                            "auth",
                            "catalogue",
                            "slot",
                            "booking",
                            "client",
                            "audit",
                            "change",
                            "event",
                            "partner",
                            "planning",
                            "privacy",
                            "desk")),
            Map.entry("build", Set.of("http")),
            Map.entry("ops", Set.of("core", "config")),
            Map.entry("embedded", Set.of("core", "config", "catalogue")));

    /** What a request passes through. */
    private static final String[] REQUEST_PATH = {
        "org.creneau.core",
        "org.creneau.access",
        "org.creneau.http",
        "org.creneau.http.api",
        "org.creneau.auth",
        "org.creneau.notification",
        "org.creneau.limit",
        "org.creneau.catalogue",
        "org.creneau.client",
        "org.creneau.slot",
        "org.creneau.booking",
        "org.creneau.audit",
        "org.creneau.change",
        "org.creneau.partner",
        "org.creneau.planning",
        "org.creneau.bulk",
        "org.creneau.event",
        "org.creneau.privacy",
        "org.creneau.desk",
        "org.creneau.seat"
    };

    /** Classes that hold SQL. */
    private static final DescribedPredicate<JavaClass> STORES = nameMatching(
                    ".*\\.\\w+(Store|Inserts|Reads|Changes|Rows|Facts|Occupants)")
            .forSubtype();

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT);

    static Stream<String> packages() {
        return MAY_USE.keySet().stream().sorted();
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> found = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet());
        assertEquals(new TreeSet<>(MAY_USE.keySet()), new TreeSet<>(found));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatItStandsOn(String name) {
        String[] below = Stream.concat(Stream.of(name), MAY_USE.getOrDefault(name, Set.of()).stream())
                .map(one -> ROOT + "." + one)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("org.creneau..").or(resideInAnyPackage(below)))
                .check(MAIN);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("org.creneau.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void nobodyReachesIntoTheStoresOfOthers(String name) {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + "." + name)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "." + name).and(STORES))
                .check(MAIN);
    }

    @Test
    void httpIsHttpAndNothingElse() {
        noClasses()
                .that()
                .resideInAPackage("org.creneau.http..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "io.vertx.redis.."))
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.creneau.http")
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.ext.web.."))
                .check(MAIN);
    }

    @Test
    void onlySeatsLimitsAndTheRootTalkToRedis() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, "org.creneau.seat", "org.creneau.limit")
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.redis.."))
                .check(MAIN);
    }

    @Test
    void onlyTheRootKnowsThatServersMayBeEmbedded() {
        noClasses()
                .that(not(resideInAPackage(EMBEDDED)
                        .or(nameMatching("org\\.creneau\\.(Creneau|Serving|Welcome|Inspection)"))))
                .should()
                .dependOnClassesThat(resideInAPackage(EMBEDDED))
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackage(EMBEDDED)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.zonky..", "redis.embedded..", "org.subethamail.."))
                .check(MAIN);
    }

    @Test
    void jdbcIsForMigrationsAndEmbeddedServers() {
        noClasses()
                .that(not(resideInAPackage(EMBEDDED).or(nameMatching("org\\.creneau\\.ops\\.Migrations"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql.."))
                .check(MAIN);
    }

    @Test
    void onlyTheRootEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, EMBEDDED, "org.creneau.config")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(MAIN);
    }

    @Test
    void nothingWaitsOnTheWayOfARequest() {
        waiting(REQUEST_PATH).check(MAIN);
    }

    /** The control: a rule that could not see a wait would let this pass. */
    @Test
    void aWaitWouldBeSeen() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThrows(AssertionError.class, () -> waiting(ROOT).check(offender));
    }

    private static ArchRule waiting(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .orShould()
                .callMethod(CompletableFuture.class, "join")
                .orShould()
                .callMethod(CompletableFuture.class, "get")
                .orShould()
                .callMethod(CompletableFuture.class, "get", long.class, TimeUnit.class)
                .orShould()
                .callMethod(CountDownLatch.class, "await")
                .orShould()
                .callMethod(Future.class, "await")
                .orShould()
                .callMethod(Future.class, "await", long.class, TimeUnit.class)
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent.locks"));
    }

    private static final class Offender {
        @SuppressWarnings("unused")
        static Object waits(CompletableFuture<Object> future) {
            return future.join();
        }
    }
}
