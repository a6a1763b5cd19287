package tunnels.supervise;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;

/** Tells of changes in a few folders, from a thread of its own. */
public final class FolderWatch implements AutoCloseable {

  private final WatchService service;

  /**
   * @param folders those that are not there are not watched
   * @param changed is told, and must be quick
   */
  public FolderWatch(List<Path> folders, Runnable changed) throws IOException {
    if (folders.isEmpty()) {
      throw new IllegalArgumentException("nothing to watch");
    }
    service = folders.get(0).getFileSystem().newWatchService();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        var unused =
            folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
      }
    }
    Thread thread = new Thread(() -> tell(changed), "folders");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    service.close();
  }

  private void tell(Runnable changed) {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents();
        key.reset();
        changed.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // The supervisor is ending.
    }
  }
}
