package tunnels.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.CompletingShell;

/** Completion in a real bash. */
@Timeout(60)
class BashCompletionIT extends CompletionCases {

  @Override
  CompletingShell start(Path home) throws IOException {
    return CompletingShell.bash(Files.writeString(home.resolve("bash"), text("bash")), home);
  }
}
