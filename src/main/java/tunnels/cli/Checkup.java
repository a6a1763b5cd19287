package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tunnels.openssh.Asked;
import tunnels.openssh.ClientCheck;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;
import tunnels.openssh.Finding;
import tunnels.openssh.Grounds;
import tunnels.openssh.HostCheck;
import tunnels.openssh.ListenCheck;
import tunnels.openssh.Master;
import tunnels.openssh.MasterCheck;
import tunnels.profile.Catalog;
import tunnels.profile.Endpoint;
import tunnels.profile.Fault;
import tunnels.profile.Forward;
import tunnels.profile.Profile;
import tunnels.service.AgentPlace;
import tunnels.state.Leftovers;
import tunnels.supervise.Phase;
import tunnels.supervise.Roster;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Wanted;

/** All that is looked at, for the machine and for a tunnel. */
final class Checkup {

  private final Context context;
  private final Surroundings surroundings;
  private final OtherTunnelsCheck others;

  Checkup(Context context) {
    this.context = context;
    this.surroundings = context.surroundings();
    this.others = new OtherTunnelsCheck(context.processes(), surroundings.home());
  }

  List<Finding> machine() throws IOException {
    Catalog catalog = context.catalog();
    boolean permits =
        catalog.profiles().values().stream()
            .flatMap(profile -> profile.forwards().stream())
            .anyMatch(forward -> !forward.permit().isEmpty());
    List<Finding> findings = new ArrayList<>();
    surroundings.launcher().map(JavaCheck::finding).ifPresent(findings::add);
    Optional<Finding> state = state();
    findings.addAll(
        new ClientCheck(context.processes(), surroundings.home())
            .findings(context.store().socketPath("doctor"), permits));
    state.ifPresent(findings::add);
    for (Fault fault : catalog.faults()) {
      findings.add(Finding.bad("profile", fault.toString(), "then: tunnels check"));
    }
    Roster roster = Roster.of(catalog, context.store(), Set.of());
    boolean wanted =
        catalog.profiles().values().stream()
            .anyMatch(p -> p.unattended() && roster.wanted(p.name()) == Wanted.UP);
    if (wanted) {
      findings.add(
          new KeeperCheck(context.processes(), context.store())
              .finding(surroundings.clock().instant()));
    }
    findings.addAll(stale(catalog));
    return findings;
  }

  private Optional<Finding> state() throws IOException {
    return context
        .store()
        .fault()
        .map(words -> Finding.bad("state", words, "df -h, mount, ls -ld tell which"));
  }

  /**
   * @param far whether its server is asked too
   */
  List<Finding> tunnel(Profile profile, boolean far) throws IOException {
    Survey survey = context.survey();
    TunnelStatus status = survey.look(profile.name(), surroundings.clock().instant());
    Connection connection = survey.connection(profile);
    boolean agentLasts =
        AgentPlace.of(surroundings.variable("SSH_AUTH_SOCK")) == AgentPlace.LASTING;
    boolean up = status.phase() == Phase.UP || status.phase() == Phase.DEGRADED;
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        new HostCheck(context.processes(), surroundings.home(), surroundings.clock().instant())
            .findings(connection, profile.unattended(), agentLasts, up));
    findings.addAll(others.findings(profile));
    for (int i = 0; i < profile.forwards().size(); i++) {
      Forward forward = profile.forwards().get(i);
      if (!forward.listensRemotely() && !status.forwards().get(i).up()) {
        ListenCheck.finding(forward.listen()).ifPresent(findings::add);
      }
    }
    if (far && context.starter().ask(connection) instanceof Asked.Answer answer) {
      answer.direct().map(MasterCheck::server).ifPresent(findings::addAll);
    }
    status.notice().map(Checkup::finding).ifPresent(findings::add);
    findings.addAll(exposed(profile, status));
    return findings;
  }

  private static Finding finding(Failure notice) {
    return Finding.warn("connection", notice.message(), notice.advice());
  }

  /** What is wrong with it now, after what could be fixed was. */
  List<Finding> phase(Profile profile) throws IOException {
    Survey survey = context.survey();
    TunnelStatus status = survey.look(profile.name(), surroundings.clock().instant());
    boolean held = status.phase() == Phase.HELD && status.failure().isPresent();
    if (!held || !profile.unattended()) {
      return PhaseCheck.findings(status, false);
    }
    Grounds now =
        context.starter().grounds(survey.connection(profile), status.failure().get().kind());
    Optional<Grounds> then = context.store().read(profile.connection()).trouble().grounds();
    return PhaseCheck.findings(status, then.map(before -> before.mendedBy(now)).orElse(false));
  }

  private List<Finding> exposed(Profile profile, TunnelStatus status) throws IOException {
    if (status.controlSocket().isEmpty() || !profile.ssh().remoteCommands()) {
      return List.of();
    }
    ControlSocket socket = new ControlSocket(status.controlSocket().get());
    Path log = context.store().log(profile.connection());
    Master master = context.starter().master(socket, profile.host(), true, List.of(), log);
    return new MasterCheck(master).exposed(remotePorts(profile));
  }

  private static Set<Integer> remotePorts(Profile profile) {
    return profile.forwards().stream()
        .filter(forward -> forward.listensRemotely() && !forward.expose())
        .map(Forward::listen)
        .filter(Endpoint.Tcp.class::isInstance)
        .map(listen -> ((Endpoint.Tcp) listen).port())
        .collect(Collectors.toSet());
  }

  private List<Finding> stale(Catalog catalog) throws IOException {
    Set<String> inUse = CleanCommand.connections(catalog, context.survey());
    List<Finding> findings = new ArrayList<>();
    for (Path leftover :
        context
            .store()
            .leftovers(CleanCommand.kept(catalog, context.survey()), inUse)
            .find(surroundings.clock().instant())) {
      findings.add(
          Finding.warn("stale", leftover.toString(), "tunnels clean")
              .fixedBy(() -> Leftovers.remove(leftover)));
    }
    return findings;
  }
}
