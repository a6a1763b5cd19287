package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionOverridesTest {

  /** As ssh -G of these versions lists them. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "8.4  | tunnel false | -",
        "8.5  | logverbose * | LogVerbose none",
        "9.2  | sessiontype none;stdinnull yes;forkafterauthentication yes;logverbose none"
            + " | LogVerbose none;SessionType default;StdinNull no;ForkAfterAuthentication no",
      })
  void a_keyword_is_set_where_this_ssh_knows_it(String version, String said, String lines) {
    assertThat(String.join(";", OptionOverrides.lines(said(said))))
        .isEqualTo(lines == null ? "" : lines);
  }

  /** accept-new is stricter than no and off, and laxer than all others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "stricthostkeychecking false      | StrictHostKeyChecking=accept-new;CheckHostIP=no",
        "stricthostkeychecking no         | StrictHostKeyChecking=accept-new;CheckHostIP=no",
        "stricthostkeychecking off        | StrictHostKeyChecking=accept-new;CheckHostIP=no",
        "stricthostkeychecking accept-new | -",
        "stricthostkeychecking ask        | -",
        "stricthostkeychecking true       | -",
        "stricthostkeychecking yes        | -",
        "hostname h                       | -",
      })
  void a_changed_host_key_is_never_passed_over(String said, String options) {
    assertThat(String.join(";", OptionOverrides.options(said(said), false)))
        .isEqualTo(options == null ? "" : options);
  }

  @Test
  void a_command_on_the_far_side_is_all_that_its_session_has() {
    assertThat(OptionOverrides.options(said("hostname h"), true))
        .containsExactly("ForwardAgent=no", "ForwardX11=no");
    assertThat(OptionOverrides.options(said("channeltimeout session=1s"), true))
        .contains("ChannelTimeout=none");
  }

  private static EffectiveConfig said(String lines) {
    return EffectiveConfig.parse(lines.replace(';', '\n'));
  }
}
