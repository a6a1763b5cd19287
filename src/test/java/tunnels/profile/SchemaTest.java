package tunnels.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.moandjiezana.toml.Toml;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON schemas, for editors, held against what the reader takes. */
class SchemaTest {

  private static final Path SCHEMAS = Path.of("src/main/dist/share/tunnels");
  private static final JsonObject PROFILE = schema("profile");
  private static final JsonObject CONFIG = schema("config");

  /** Invalid by more than one value, by a file, by what a port or a path may be, or as TOML. */
  private static final List<String> BEYOND =
      List.of(
          "backslash-in-double-quotes",
          "bracket-not-closed",
          "comma-missing",
          "config-missing",
          "config-with-token",
          "dynamic-exposed",
          "first-longer-than-max",
          "held-too-often",
          "host-in-brackets",
          "host-with-path",
          "host-with-port",
          "inline-table-over-lines",
          "job-sbatch-owned",
          "job-script-missing",
          "local-exposed",
          "local-port-zero",
          "not-utf-8",
          "option-of-file",
          "option-of-forwards",
          "option-owned",
          "permits-differ",
          "port-too-large",
          "relative-socket",
          "remote-exposed",
          "same-port-twice",
          "server-exposed",
          "server-open-on-socket",
          "service-name",
          "socket-too-long",
          "socket-with-token",
          "target-begins-with-dash",
          "target-missing",
          "target-with-shell",
          "tilde-of-another",
          "tilde-on-the-remote-side",
          "too-many-colons",
          "uri-with-bad-port",
          "uri-with-ipv6",
          "uri-with-path");

  private static JsonObject schema(String name) {
    return JsonParser.parseString(text(SCHEMAS.resolve(name + ".schema.json"))).getAsJsonObject();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_table_has_the_keys_that_the_reader_takes(Place place) {
    assertThat(properties(place).keySet()).containsExactlyInAnyOrderElementsOf(place.keys());
  }

  private static JsonObject properties(Place place) {
    return switch (place) {
      case PROFILE -> at(PROFILE, "properties");
      case FORWARD -> at(PROFILE, "$defs", "forward", "properties");
      case JOB -> at(PROFILE, "$defs", "job", "properties");
      case SSH -> at(PROFILE, "properties", "ssh", "properties");
      case RETRY -> at(PROFILE, "properties", "retry", "properties");
      case HEALTH -> at(PROFILE, "properties", "health", "properties");
      case CONFIG -> at(CONFIG, "properties");
      case CONFIG_SSH -> at(CONFIG, "properties", "ssh", "properties");
    };
  }

  private static JsonObject at(JsonObject from, String... path) {
    JsonObject found = from;
    for (String key : path) {
      found = found.getAsJsonObject(key);
    }
    return found;
  }

  @Test
  void words_are_those_that_the_reader_takes() {
    assertThat(words(Place.FORWARD, "probe")).isEqualTo(words(Forward.Probe.values()));
    assertThat(words(Place.JOB, "route")).isEqualTo(words(Job.Route.values()));
    assertThat(words(Place.JOB, "on_down")).isEqualTo(words(Job.OnDown.values()));
    assertThat(words(Place.JOB, "server"))
        .isEqualTo(words(Job.Server.RSTUDIO, Job.Server.JUPYTER, Job.Server.PARAVIEW));
  }

  private static List<String> words(Place place, String key) {
    return properties(place).getAsJsonObject(key).getAsJsonArray("enum").asList().stream()
        .map(JsonElement::getAsString)
        .toList();
  }

  private static List<String> words(Enum<?>... constants) {
    return Arrays.stream(constants).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Test
  void config_says_of_its_tables_what_a_profile_says() {
    for (String table : List.of("retry", "health")) {
      assertThat(at(CONFIG, "properties", table)).isEqualTo(at(PROFILE, "properties", table));
    }
    JsonObject ssh = properties(Place.SSH).deepCopy();
    ssh.remove("connection");
    assertThat(properties(Place.CONFIG_SSH)).isEqualTo(ssh);
    assertThat(at(CONFIG, "$defs", "line")).isEqualTo(at(PROFILE, "$defs", "line"));
  }

  @ParameterizedTest
  @MethodSource
  void takes_every_example(Path file) {
    assertThat(errors(PROFILE, text(file))).isEmpty();
  }

  static Stream<Path> takes_every_example() throws IOException {
    return files(Path.of("profiles"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local = '8080:localhost:80'",
        "local = '[::1]:8080:[2001:db8::1]:80'",
        "local = ':8080:localhost:80'\nexpose = true",
        "local = '~/db.sock:/run/db.sock'\nprobe = 'tcp'",
        "local = '8080:localhost:80'\nprobe = 'http'\nopen = '/lab?token=1'",
        "remote = '2020'\npermit = 'any'",
        "remote = '2020'\npermit = ['any']\nprobe = 'socks'",
        "remote = '[::1]:2020'\npermit = ['*:443', '[2001:db8::1]:22', 'github.com:*']",
        "remote = '0:localhost:80'\nprobe = 'tcp'",
        "remote = '/home/me/web.sock:localhost:3000'",
        "dynamic = '*:1080'\nexpose = true\nprobe = 'socks'",
      })
  void takes_what_the_reader_takes(String forward) {
    assertThat(errors(PROFILE, "host = 'hpc'\n[[forward]]\n" + forward)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"me@hpc", "ssh://me@[::1]:22", "DOMAIN\\me@hpc", "hpc.example.org"})
  void takes_every_form_of_a_host(String host) {
    String profile = "host = '" + host + "'\n[[forward]]\ndynamic = '1080'";
    assertThat(errors(PROFILE, profile)).isEmpty();
  }

  @Test
  void takes_what_config_toml_may_say() {
    String config =
        """
        on_change = "logger \\"$TUNNEL\\""
        [ssh]
        config = "~/.ssh/config.work"
        [retry]
        first = "100ms"
        held = "1h"
        """;
    assertThat(errors(CONFIG, config)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"host = 'hpc'", "[ssh]\nconnection = 'hpc'", "[health]\nalive = '100ms'"})
  void refuses_in_config_toml_what_the_reader_refuses(String config) {
    assertThat(errors(CONFIG, config)).isNotEmpty();
  }

  @Test
  void refuses_every_invalid_profile_but_these() throws IOException {
    List<String> taken =
        files(Path.of("src/test/resources/profiles-invalid"))
            .filter(file -> readable(file) && errors(PROFILE, text(file)).isEmpty())
            .map(file -> file.getFileName().toString().replace(".toml", ""))
            .toList();
    assertThat(taken).containsExactlyElementsOf(BEYOND);
  }

  private static boolean readable(Path file) {
    try {
      return !new Toml().read(text(file)).isEmpty();
    } catch (RuntimeException noToml) {
      return false;
    }
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  /** Where in the file something is wrong. */
  private static List<String> errors(JsonObject schema, String toml) {
    Validator.Result result =
        new ValidatorFactory()
            .withJsonNodeFactory(new GsonNode.Factory())
            .validate(schema.toString(), new Gson().toJson(new Toml().read(toml).toMap()));
    return result.getErrors().stream().map(error -> error.getInstanceLocation()).toList();
  }
}
