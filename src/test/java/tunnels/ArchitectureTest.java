package tunnels;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds which room may import which, and where the outside world may be touched; by tests, too. */
class ArchitectureTest {

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "profile", Set.of(),
          "process", Set.of(),
          "openssh", Set.of("process", "profile"),
          "convert", Set.of("openssh", "profile"),
          "supervise", Set.of("openssh", "profile"),
          "state", Set.of("supervise", "openssh"),
          "hpc", Set.of("supervise", "openssh", "process", "profile"),
          "service", Set.of("process"),
          "report", Set.of("profile", "openssh", "supervise", "state", "hpc"),
          "cli",
              Set.of(
                  "profile",
                  "process",
                  "openssh",
                  "convert",
                  "supervise",
                  "state",
                  "hpc",
                  "service",
                  "report"));

  /** What every room may import: it opens files, and knows nothing of ours. */
  private static final String FILES = "files";

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("tunnels");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("tunnels");

  static Set<String> rooms() {
    return new TreeSet<>(MAY_IMPORT.keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void a_room_imports_only_what_the_table_allows(String room) {
    var forbidden = rooms();
    forbidden.remove(room);
    forbidden.removeAll(MAY_IMPORT.get(room));
    if (forbidden.isEmpty()) {
      return;
    }
    noClasses()
        .that()
        .resideInAPackage(within(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.stream().map(ArchitectureTest::within).toArray(String[]::new))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void every_room_is_in_the_table() {
    noClasses()
        .should()
        .resideOutsideOfPackages(
            Stream.concat(
                    Stream.of("tunnels", within(FILES)),
                    rooms().stream().map(ArchitectureTest::within))
                .toArray(String[]::new))
        .check(PROGRAM);
  }

  @Test
  void main_knows_only_cli() {
    var others = rooms();
    others.remove("cli");
    noClasses()
        .that()
        .resideInAPackage("tunnels")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.stream().map(ArchitectureTest::within).toArray(String[]::new))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void rooms_form_no_cycle() {
    slices()
        .matching("tunnels.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @ParameterizedTest
  @CsvSource({
    "picocli.., cli",
    "com.moandjiezana.toml.., profile",
    "org.zeroturnaround.., process",
  })
  void a_library_is_known_in_one_room(String library, String room) {
    noClasses()
        .that()
        .resideOutsideOfPackage(within(room))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  /** A Clock may be handed around; the real one is taken at the edge. */
  @ParameterizedTest
  @CsvSource({
    "java.lang.System,       out err in getenv exit currentTimeMillis",
    "java.lang.Runtime,      exit halt",
    "java.time.Clock,        systemUTC systemDefaultZone system tickSeconds tickMillis tick",
    "java.time.Instant,      now",
    "java.time.LocalDateTime,now",
    "java.time.ZonedDateTime,now",
  })
  void only_the_edge_touches_the_outside(String owner, String members) {
    noClasses()
        .that()
        .resideOutsideOfPackages("tunnels", within("cli"))
        .should()
        .accessTargetWhere(touching(owner, members))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  /** What a deadline is measured with, where one has to be kept. */
  @Test
  void the_monotonic_clock_is_read_only_where_a_deadline_is_kept() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            within("cli"), within("process"), within("openssh"), within("state"), within("hpc"))
        .should()
        .accessTargetWhere(touching("java.lang.System", "nanoTime"))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void the_room_of_files_knows_nothing_of_ours() {
    noClasses()
        .that()
        .resideInAPackage(within(FILES))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(rooms().stream().map(ArchitectureTest::within).toArray(String[]::new))
        .check(PROGRAM);
  }

  /** Elsewhere a FIFO would be waited for, and a device read for ever. */
  @ParameterizedTest
  @CsvSource({
    "java.nio.file.Files, newInputStream newBufferedReader newByteChannel readString readAllBytes"
        + " readAllLines lines list newDirectoryStream",
    "java.io.FileReader,  <init>",
  })
  void only_the_room_of_files_opens_what_is_to_be_read(String owner, String members) {
    noClasses()
        .that()
        .resideOutsideOfPackage(within(FILES))
        .should()
        .accessTargetWhere(touching(owner, members))
        .check(PROGRAM);
  }

  /** Or they would have the launcher's variables in place of the user's. */
  @ParameterizedTest
  @CsvSource({"java.lang.ProcessBuilder", "org.zeroturnaround.exec.ProcessExecutor"})
  void what_is_started_has_the_environment_that_we_were_given(String owner) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("tunnels.process.GivenEnvironment")
        .should()
        .accessTargetWhere(touching(owner, "<init>"))
        .check(PROGRAM);
  }

  /** Maven and the JVM that runs the tests talk through it. */
  @ParameterizedTest
  @CsvSource({
    "java.lang.ProcessBuilder,          inheritIO",
    "java.lang.ProcessBuilder$Redirect, INHERIT",
  })
  void no_test_gives_away_the_standard_input_of_its_own(String owner, String members) {
    noClasses().should().accessTargetWhere(touching(owner, members)).check(TESTS);
  }

  private static DescribedPredicate<JavaAccess<?>> touching(String owner, String members) {
    var names = Arrays.asList(members.split(" "));
    return describe(
        owner + "." + names,
        access ->
            access.getTargetOwner().getName().equals(owner) && names.contains(access.getName()));
  }

  private static String within(String room) {
    return "tunnels." + room + "..";
  }
}
