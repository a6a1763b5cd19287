package tunnels.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.CompletingShell;
import tunnels.fixture.RequiresZsh;

/** Completion in a real zsh. */
@RequiresZsh
@Timeout(60)
class ZshCompletionIT extends CompletionCases {

  @Override
  CompletingShell start(Path home) throws IOException {
    Path functions = Files.createDirectory(home.resolve("functions"));
    Files.writeString(functions.resolve("_tunnels"), text("zsh"));
    return CompletingShell.zsh(functions, home);
  }
}
