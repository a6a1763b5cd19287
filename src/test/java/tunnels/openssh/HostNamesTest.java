package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNamesTest {

  @TempDir private Path home;

  @Test
  void names_stand_in_the_order_of_the_file_and_once() throws IOException {
    assertThat(names("Host b a", "  User me", "host=c", "HOST = \"d\" b # e", "#Host f", "Hosts g"))
        .containsExactly("b", "a", "c", "d");
  }

  @Test
  void patterns_and_what_no_profile_takes_are_left_out() throws IOException {
    assertThat(
            names(
                "Host * web? !bad good db-[12]",
                "Host -oProxyCommand=x \"two words\" e\u001b[2Jvil $(id) a;b",
                "Host",
                "Match host other",
                "Host last"))
        .containsExactly("good", "last");
  }

  @Test
  void includes_are_followed_as_ssh_does() throws IOException {
    file(".ssh/one", "Host one", "Include ~/two");
    file("two", "Host two", "Include ~/two ~/.ssh/config");
    file(".ssh/conf.d/b", "Host b");
    file(".ssh/conf.d/a", "Host a");
    file(".ssh/conf.d/.hidden", "Host hidden");
    Files.createDirectories(home.resolve(".ssh/conf.d/folder"));
    assertThat(
            names(
                "Include one missing [ \"conf.d/*\" " + home.resolve("two"),
                "Match all",
                "  Include conf.?/a",
                "Host own"))
        .containsExactly("one", "two", "a", "b", "own");
  }

  @Test
  void without_a_file_there_are_none() {
    assertThat(HostNames.of(home.resolve(".ssh/config"), home)).isEmpty();
  }

  private List<String> names(String... lines) throws IOException {
    file(".ssh/config", lines);
    return HostNames.of(home.resolve(".ssh/config"), home);
  }

  private void file(String name, String... lines) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }
}
