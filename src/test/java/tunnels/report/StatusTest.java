package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Proof;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.TunnelStatus.ForwardStatus;
import tunnels.supervise.TunnelStatus.Proved;
import tunnels.supervise.Wanted;

/** The same facts for people and for scripts. */
class StatusTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.987Z");

  private static final TunnelStatus UP =
      new TunnelStatus(
          "hpc-socks",
          Wanted.UP,
          Phase.UP,
          Optional.of("hpc"),
          Optional.of(4711L),
          Optional.of(Path.of("/s/c")),
          Optional.of(NOON),
          2,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(12_345L),
          List.of(
              new ForwardStatus(
                  "remote",
                  "2020",
                  "localhost:2020",
                  Optional.empty(),
                  Optional.of("socks"),
                  true,
                  Optional.empty(),
                  Optional.of(new Proved(new Proof(true, "SOCKS 5"), NOON)))),
          Optional.empty());

  private static final TunnelStatus WAITING =
      new TunnelStatus(
          "web",
          Wanted.UP,
          Phase.WAITING,
          Optional.of("login"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.of(NOON.plusSeconds(150)),
          Optional.of(new Failure(FailureKind.REFUSED, "it \"refused\"", "wait", NOON)),
          Optional.empty(),
          Optional.empty(),
          List.of(
              new ForwardStatus(
                  "local",
                  "8080:db:80",
                  "localhost:8080",
                  Optional.of("db:80"),
                  Optional.empty(),
                  false,
                  Optional.empty(),
                  Optional.empty())),
          Optional.empty());

  @Test
  void is_a_table_for_people() {
    assertThat(Style.render(StatusTable.of(List.of(UP, WAITING), NOON.plusSeconds(90)), false))
        .isEqualTo(
            """
            NAME       WANTED  PHASE    SINCE  RTT    HOST   FORWARDS
            hpc-socks  up      up       1m     12 ms  hpc    1/1  socks remote localhost:2020
                probe localhost:2020: SOCKS 5 (1m ago)
            web        up      waiting  -      -      login  0/1  local localhost:8080
                refused: it "refused"
                wait
                to be tried again in 1m
            """);
  }

  @Test
  void rounds_short_round_trips_to_a_tenth() {
    for (int micros = 0; micros < 10_000; micros++) {
      assertThat(StatusTable.milliseconds(micros))
          .isEqualTo(String.format(Locale.ROOT, "%.1f ms", micros / 1000.0));
    }
    assertThat(StatusTable.milliseconds(10_000)).isEqualTo("10 ms");
  }

  @Test
  void is_a_live_table_with_what_failed_last() {
    Failure last = new Failure(FailureKind.KEEPALIVE, "Timeout", "none", NOON.minusSeconds(7200));
    String text =
        new LiveTable(NOON.plusSeconds(90), ZoneOffset.ofHours(1))
            .of(List.of(UP, WAITING), t -> t.failure().or(() -> Optional.of(last)));
    assertThat(Style.render(text, false))
        .isEqualTo(
            """
            tunnels at 13:01:30: 1 up, 1 waiting

            NAME       PHASE    SINCE  RTT    FORWARDS  RESTARTS  LAST FAILURE
            hpc-socks  up       1m     12 ms  1/1       2         keepalive, 2h 1m ago: Timeout
            web        waiting  -      -      0/1       0         refused, 1m ago: it "refused"
                wait
                to be tried again in 1m
            """);
  }

  @Test
  void is_json_for_scripts() {
    assertThat(new StatusJson().of(List.of(UP, WAITING)))
        .isEqualTo(
            """
            [
              {
                "name": "hpc-socks",
                "wanted": "up",
                "phase": "up",
                "host": "hpc",
                "pid": 4711,
                "control_socket": "/s/c",
                "since": "2026-01-31T12:00:00Z",
                "restarts": 2,
                "retry_at": null,
                "failure": null,
                "forwards": [
                  {
                    "kind": "remote",
                    "spec": "2020",
                    "listen": "localhost:2020",
                    "target": null,
                    "socks": true,
                    "label": "socks",
                    "phase": "up",
                    "failure": null,
                    "probe": {
                      "ok": true,
                      "message": "SOCKS 5",
                      "at": "2026-01-31T12:00:00Z"
                    }
                  }
                ],
                "round_trip_ms": 12.345,
                "job": null,
                "notice": null
              },
              {
                "name": "web",
                "wanted": "up",
                "phase": "waiting",
                "host": "login",
                "pid": null,
                "control_socket": null,
                "since": null,
                "restarts": 0,
                "retry_at": "2026-01-31T12:02:31Z",
                "failure": {
                  "kind": "refused",
                  "message": "it \\"refused\\"",
                  "advice": "wait",
                  "at": "2026-01-31T12:00:00Z"
                },
                "forwards": [
                  {
                    "kind": "local",
                    "spec": "8080:db:80",
                    "listen": "localhost:8080",
                    "target": "db:80",
                    "socks": false,
                    "label": null,
                    "phase": "down",
                    "failure": null,
                    "probe": null
                  }
                ],
                "round_trip_ms": null,
                "job": null,
                "notice": null
              }
            ]\
            """);
  }

  @Test
  void what_has_no_target_is_a_proxy_unless_it_ends_at_a_job() {
    assertThat(withoutTarget("dynamic").socks()).isTrue();
    assertThat(withoutTarget("server").socks()).isFalse();
  }

  private static ForwardStatus withoutTarget(String kind) {
    return new ForwardStatus(
        kind,
        "8787",
        "localhost:8787",
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void is_an_empty_array_where_there_is_nothing() {
    assertThat(new StatusJson().of(List.of())).isEqualTo("[]");
  }
}
