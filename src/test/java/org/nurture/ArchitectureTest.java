package org.nurture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** ARCHITECTURE's table of packages, and the principles that a machine can hold. */
class ArchitectureTest {
  private static final String ROOT = "org.nurture.";

  /** Package, and what it may use beside {@code platform} and {@code security}. */
  private static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              entry("platform", Set.of()),
              entry("security", Set.of()),
              entry("audience", Set.of()),
              entry("tracking", Set.of()),
              entry("template", Set.of("audience")),
              // audience: who gets it is what a target's roles (email, phone, opt-out) say
              entry("message", Set.of("template", "tracking", "audience")),
              // template: placeholders of to-dos, and the templates that actions send
              entry("action", Set.of("audience", "template", "message")),
              entry("campaign", Set.of("audience", "template", "action")),
              entry("journey", Set.of("campaign", "audience", "message", "action", "tracking")),
              // audience, tracking: record keys and event types are what its lists show
              entry("insight", Set.of("campaign", "journey", "message", "audience", "tracking")),
              entry("job", below("job")),
              entry("rest", below("rest")),
              entry("web", below("web")),
              entry("demo", below("demo"))));

  private static final Set<String> FOR_ALL = Set.of("platform", "security");

  private static JavaClasses nurture;

  @BeforeAll
  static void read() {
    nurture =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.nurture");
  }

  /** “All above” in the table's order. */
  private static Set<String> below(String name) {
    List<String> order =
        List.of(
            "campaign",
            "audience",
            "journey",
            "template",
            "message",
            "tracking",
            "action",
            "insight",
            "job",
            "rest",
            "web",
            "demo");
    return Set.copyOf(order.subList(0, order.indexOf(name)));
  }

  @TestFactory
  Stream<DynamicTest> each_package_uses_only_what_the_table_allows() {
    return MAY_USE.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(each.getKey(), () -> hold(each.getKey(), each.getValue())));
  }

  private static void hold(String name, Set<String> allowed) {
    String[] forbidden =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(name) && !allowed.contains(other))
            .filter(other -> name.equals("platform") || !other.equals("platform"))
            .filter(other -> FOR_ALL.contains(name) || !FOR_ALL.contains(other))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .because("ARCHITECTURE's table allows " + name + " only " + new TreeSet<>(allowed))
        .check(nurture);
  }

  @Test
  void the_table_names_every_package() throws Exception {
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/org/nurture"))) {
      Set<String> real =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(MAY_USE.keySet()), real);
    }
  }

  @Test
  void areas_of_the_screens_know_each_other_in_one_direction() {
    slices()
        .matching("org.nurture.web.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a screen can be read without those that use it")
        .check(nurture);
  }

  @Test
  void rules_are_pure() {
    classes()
        .that()
        .resideInAPackage("org.nurture.journey.rules..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.math..",
            "java.time..",
            "java.util..",
            "org.jspecify..",
            "org.nurture.journey.rules..",
            "org.nurture.journey",
            "org.nurture.campaign",
            "org.nurture.message",
            "org.nurture.tracking")
        .because("rules know neither database nor container nor clock (principle 1)")
        .check(nurture);
    noClasses()
        .that()
        .resideInAPackage("org.nurture.journey.rules..")
        .should()
        .dependOnClassesThat(
            describe(
                "are no plain values (records, enums)",
                type ->
                    type.getPackageName().startsWith("org.nurture")
                        && !type.getPackageName().startsWith("org.nurture.journey.rules")
                        && !type.isEnum()
                        && !type.isRecord()))
        .because("of other packages, rules know values only")
        .check(nurture);
  }

  @Test
  void only_the_clock_asks_for_the_time() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.nurture.platform.Clock")
        .should()
        .callMethodWhere(target(nameMatching("now")).and(target(owner(inTime()))))
        .orShould()
        .callMethodWhere(
            target(nameMatching("system.*|tick.*"))
                .and(
                    target(owner(assignableTo(InstantSource.class).or(assignableTo(Clock.class))))))
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Date.class)
        .because("time is an argument: one InstantSource, injected (principle 6)")
        .check(nurture);
  }

  private static DescribedPredicate<JavaClass> inTime() {
    return describe("of java.time", type -> type.getPackageName().equals("java.time"));
  }

  @Test
  void nobody_sleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .because("work is woken or scheduled, never slept for")
        .check(nurture);
  }

  @Test
  void entities_and_sets_do_not_share_a_class() {
    noClasses()
        .that()
        .areAnnotatedWith(jakarta.persistence.Entity.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jooq..", "org.nurture.platform.schema..")
        .because("no class maps the same table both ways (principle 2)")
        .check(nurture);
  }

  @Test
  void makes_are_named_in_one_place_each() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.nurture.platform.micro..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "fish.payara..",
            "com.sun.enterprise..",
            "org.glassfish..",
            "org.wildfly..",
            "org.jboss..")
        .because("one WAR runs on several servers")
        .check(nurture);
  }
}
