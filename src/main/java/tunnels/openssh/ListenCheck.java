package tunnels.openssh;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tunnels.process.PortOwner;
import tunnels.profile.Endpoint;

/** Whether a forward that is not there could listen on this side. */
public final class ListenCheck {

  private ListenCheck() {}

  /** Empty where nothing is in the way. */
  public static Optional<Finding> finding(Endpoint listen) {
    return listen instanceof Endpoint.Tcp tcp ? port(tcp) : folder(Path.of(listen.toString()));
  }

  private static Optional<Finding> port(Endpoint.Tcp listen) {
    String about = "port " + listen.port();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as ssh does
      socket.bind(new InetSocketAddress(address(listen.host()), listen.port()));
      return Optional.empty();
    } catch (BindException e) {
      if (String.valueOf(e.getMessage()).contains("Permission")) {
        String remedy = "a port from 1024 on; those below are root's";
        return Optional.of(Finding.bad(about, "not yours to listen on", remedy));
      }
      return Optional.of(taken(about, listen.port(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      String remedy = "another bind address in the profile";
      return Optional.of(Finding.bad(about, listen + ": " + e.getMessage(), remedy));
    }
  }

  private static Finding taken(String about, int port, String words) {
    String who = PortOwner.of(port).map(owner -> ", by " + owner).orElse(", by another user");
    return words.contains("in use")
        ? Finding.bad(about, "taken" + who, "end that, or another port in the profile")
        : Finding.bad(about, words, "another bind address in the profile");
  }

  private static InetAddress address(String host) throws IOException {
    return switch (host) {
      case "", "localhost" -> InetAddress.getByName("127.0.0.1");
      case Endpoint.ANY -> InetAddress.getByName("0.0.0.0");
      default -> InetAddress.getByName(host);
    };
  }

  private static Optional<Finding> folder(Path socket) {
    Path folder = socket.getParent();
    return folder == null || Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of(
            Finding.bad("socket", "nothing can be made in " + folder, "mkdir -p " + folder));
  }
}
