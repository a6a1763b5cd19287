package tunnels.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tunnels.fixture.EchoServer;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Sshd;

/** A sshd of this machine. */
record SshdFar(Sshd sshd, Path folder) implements Far {

  @Override
  public Path sshConfig() {
    return sshd.sshConfig();
  }

  @Override
  public int port() {
    return sshd.port();
  }

  @Override
  public String alias() {
    return "[127.0.0.1]:" + port();
  }

  @Override
  public boolean here() {
    return true;
  }

  @Override
  public int connections() {
    return sshd.connections();
  }

  @Override
  public void stop() {
    sshd.stop();
  }

  @Override
  public void stopListening() {
    sshd.stopListening();
  }

  @Override
  public void startAgain() {
    sshd.startAgain();
  }

  @Override
  public void freeze() {
    sshd.freeze();
  }

  @Override
  public void thaw() {
    sshd.thaw();
  }

  @Override
  public void welcome(boolean on) {
    try {
      if (on) {
        Files.copy(
            sshd.dir().resolve("id.pub"),
            sshd.authorizedKeys(),
            StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.writeString(sshd.authorizedKeys(), "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void signal(String name, long pid) {
    ProcessTable.signal(name, pid);
  }

  @Override
  public AutoCloseable hold(int port) {
    return EchoServer.everywhere(port);
  }

  @Override
  public AutoCloseable occupy(Path file) throws IOException {
    return Precious.at(file);
  }
}
