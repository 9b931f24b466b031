package dev.millrace.dist;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.millrace.component.ComponentFactory;
import org.jspecify.annotations.NullMarked;

/** The arrows between modules and packages, and the shape of a component. */
@AnalyzeClasses(
    packages = "dev.millrace",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestKits.class})
class ArchitectureTest {

  private static final String OURS = "dev.millrace..";
  private static final String[] ENGINE = {
    "dev.millrace.data..", "dev.millrace.config..", "dev.millrace.component..",
    "dev.millrace.pipeline..", "dev.millrace.export..", "dev.millrace.net..",
    "dev.millrace.telemetry..", "dev.millrace.service..", "dev.millrace.processing.."
  };
  private static final String[] COMPONENTS = {
    "dev.millrace.receivers..",
    "dev.millrace.processors..",
    "dev.millrace.exporters..",
    "dev.millrace.connectors..",
    "dev.millrace.extensions.."
  };

  /** The one package of a component; what lies below it serves that component alone. */
  private static final String[] COMPONENT_PACKAGES = {
    "dev.millrace.receivers.*",
    "dev.millrace.processors.*",
    "dev.millrace.exporters.*",
    "dev.millrace.connectors.*",
    "dev.millrace.extensions.*"
  };

  @ArchTest static final ArchRule data_standsAlone = standsOn("dev.millrace.data..");

  @ArchTest static final ArchRule config_standsAlone = standsOn("dev.millrace.config..");

  @ArchTest
  static final ArchRule component_standsOnDataAndConfig =
      standsOn("dev.millrace.component..", "dev.millrace.data..", "dev.millrace.config..");

  @ArchTest
  static final ArchRule middleOfTheEngine_doesNotKnowTheService =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINE)
          .and(not(resideInAPackage("dev.millrace.service..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.millrace.service..");

  @ArchTest
  static final ArchRule engine_knowsNoModuleAboveIt =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINE)
          .should()
          .dependOnClassesThat(
              resideInAPackage(OURS)
                  .and(not(resideInAnyPackage(ENGINE)))
                  .as("live outside collector-core"));

  @ArchTest
  static final ArchRule packagesOfTheEngine_haveNoCycles =
      slices().matching("dev.millrace.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule prometheus_standsOnTheEngine =
      noClasses()
          .that()
          .resideInAPackage("dev.millrace.prometheus..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(with(COMPONENTS, "dev.millrace.service..", "dev.millrace.dist.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule components_knowNeitherServiceNorDist =
      noClasses()
          .that()
          .resideInAnyPackage(COMPONENTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.millrace.service..", "dev.millrace.dist..");

  @ArchTest static final ArchRule receivers_doNotKnowEachOther = eachAlone("receivers");

  @ArchTest static final ArchRule processors_doNotKnowEachOther = eachAlone("processors");

  @ArchTest static final ArchRule exporters_doNotKnowEachOther = eachAlone("exporters");

  @ArchTest static final ArchRule connectors_doNotKnowEachOther = eachAlone("connectors");

  @ArchTest static final ArchRule extensions_doNotKnowEachOther = eachAlone("extensions");

  @ArchTest
  static final ArchRule kindsOfComponents_doNotKnowEachOther =
      slices()
          .matching("dev.millrace.(receivers|processors|exporters|connectors|extensions)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule componentPackages_showTheirFactoryAndConfigOnly =
      classes()
          .that()
          .resideInAnyPackage(COMPONENT_PACKAGES)
          .and()
          .arePublic()
          .and(areTopLevel())
          .should(beAFactoryOrItsConfig());

  @ArchTest
  static final ArchRule factories_areFinal =
      classes()
          .that()
          .areAssignableTo(ComponentFactory.class)
          .and()
          .areNotInterfaces()
          .should()
          .bePublic()
          .andShould()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

  /** Buffers belong to the network and to the edges of receivers and exporters. */
  @ArchTest
  static final ArchRule buffers_stayAtTheEdges =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.millrace.data..",
              "dev.millrace.component..",
              "dev.millrace.config..",
              "dev.millrace.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty.buffer..", "io.netty.channel..");

  @ArchTest
  static final ArchRule generatedClasses_stayInTests =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.opentelemetry.proto..");

  @ArchTest
  static final ArchRule nobodyButMain_exits =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.millrace.dist..")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule nobody_sleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule names_sayWhatATypeIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Impl|Util|Utils|Helper|Helpers)")
          .orShould()
          .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helpers..");

  @ArchTest
  static final ArchRule packages_areNullMarked =
      classes().that().resideInAPackage(OURS).should(resideInANullMarkedPackage());

  /** The jars of other modules' test kits lie on this module's test class path. */
  static final class NoTestKits implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static ArchRule standsOn(String self, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(self)
        .should()
        .dependOnClassesThat(
            resideInAPackage(OURS)
                .and(not(resideInAnyPackage(with(others, self))))
                .as("are ours and live outside " + String.join(", ", with(others, self))));
  }

  private static ArchRule eachAlone(String kind) {
    return slices()
        .matching("dev.millrace." + kind + ".(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true);
  }

  private static String[] with(String[] first, String... more) {
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static DescribedPredicate<JavaClass> areTopLevel() {
    return DescribedPredicate.describe("are top level", JavaClass::isTopLevelClass);
  }

  private static ArchCondition<JavaClass> beAFactoryOrItsConfig() {
    return condition(
        "be a factory or a config record",
        type ->
            type.isAssignableTo(ComponentFactory.class)
                || (type.isRecord() && type.getSimpleName().endsWith("Config")));
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return condition(
        "reside in a package whose package-info says @NullMarked",
        type -> type.getPackage().isAnnotatedWith(NullMarked.class));
  }

  private static ArchCondition<JavaClass> condition(
      String description, java.util.function.Predicate<JavaClass> holds) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type, holds.test(type), type.getName() + " does not " + description));
      }
    };
  }
}
