package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedOptionsTest {

  @ParameterizedTest(name = "{0} is refused: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ControlMaster           | control socket",
        "controlpath             | control socket",
        "CONTROLPERSIST          | control socket",
        "ForkAfterAuthentication | no session",
        "SessionType             | no session",
        "RequestTTY              | no session",
        "RemoteCommand           | tunnels ssh",
        "StdinNull               | no session",
        "LocalCommand            | on_change",
        "PermitLocalCommand      | on_change",
        "PermitRemoteOpen        | permit =",
        "ExitOnForwardFailure    | again by itself",
        "ClearAllForwardings     | again by itself",
        "LocalForward            | local =",
        "RemoteForward           | remote =",
        "DynamicForward          | dynamic =",
        "GatewayPorts            | expose = true",
        "StreamLocalBindUnlink   | socket file",
        "StreamLocalBindMask     | socket file",
        "BatchMode               | unattended",
        "LogLevel                | what ssh says",
        "LogVerbose              | what ssh says",
        "ServerAliveInterval     | alive =",
        "ServerAliveCountMax     | alive =",
        "SetupTimeOut            | alive =",
        "ProtocolKeepAlives      | alive =",
        "ConnectTimeout          | timeout =",
        "ConnectionAttempts      | [retry]",
        "Host                    | in a file",
        "Match                   | in a file",
        "Include                 | in a file",
        "Tunnel                  | network device",
        "TunnelDevice            | network device",
      })
  void namesWhatToWriteInstead(String keyword, String instead) {
    assertThat(OwnedOptions.instead(keyword)).get().asString().contains(instead);
  }

  @ParameterizedTest(name = "{0} is the user's own")
  @ValueSource(
      strings = {
        "Hostname",
        "HostKeyAlias",
        "Port",
        "User",
        "ProxyJump",
        "ProxyCommand",
        "IdentityFile",
        "Compression",
        "TCPKeepAlive",
        "StrictHostKeyChecking",
        "AddressFamily"
      })
  void leavesTheRestToTheUser(String keyword) {
    assertThat(OwnedOptions.instead(keyword)).isEmpty();
  }
}
