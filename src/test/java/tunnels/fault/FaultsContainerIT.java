package tunnels.fault;

import org.junit.jupiter.api.Test;
import tunnels.fixture.Release;
import tunnels.fixture.RequiresEngine;
import tunnels.fixture.SshContainer;
import tunnels.fixture.Workbench;

/** {@link FaultsIT} with the oldest and the newest server, in containers. */
@RequiresEngine
class FaultsContainerIT {

  @Test
  void every_fault_is_survived() throws Exception {
    try (SshContainer oldest = SshContainer.start(Release.BULLSEYE, container -> {});
        SshContainer newest = SshContainer.start(Release.SID, container -> {})) {
      Workbench bench = Workbench.at(oldest);
      ContainerFar first = ContainerFar.of(oldest);
      ContainerFar second = ContainerFar.of(newest);
      bench.keep(first.road());
      bench.keep(second.road());
      try (World world = World.of(bench, first, second, FaultsIT.tunnels())) {
        FaultsIT.survive(world);
      }
    }
  }
}
