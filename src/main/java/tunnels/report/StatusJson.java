package tunnels.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.TunnelStatus;

/** {@code status --json}: keys are only ever added. */
public final class StatusJson {

  private final Gson gson =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  public String of(List<TunnelStatus> tunnels) {
    JsonArray array = new JsonArray();
    tunnels.forEach(tunnel -> array.add(tunnel(tunnel)));
    return Printable.json(gson.toJson(array));
  }

  private static JsonObject tunnel(TunnelStatus tunnel) {
    JsonObject json = new JsonObject();
    json.addProperty("name", tunnel.name());
    json.addProperty("wanted", tunnel.wanted().word());
    json.addProperty("phase", tunnel.phase().word());
    json.add("host", text(tunnel.host()));
    json.add("pid", tunnel.pid().<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
    json.add("control_socket", text(tunnel.controlSocket()));
    json.add("since", time(tunnel.since()));
    json.addProperty("restarts", tunnel.restarts());
    json.add("retry_at", time(tunnel.retryAt().map(StatusJson::wholeSecondAfter)));
    json.add("failure", failure(tunnel.failure()));
    JsonArray forwards = new JsonArray();
    tunnel.forwards().forEach(forward -> forwards.add(forward(forward)));
    json.add("forwards", forwards);
    json.add(
        "round_trip_ms",
        tunnel
            .roundTripMicros()
            .<JsonElement>map(micros -> new JsonPrimitive(micros / 1000.0))
            .orElse(JsonNull.INSTANCE));
    json.add("job", tunnel.job().<JsonElement>map(StatusJson::job).orElse(JsonNull.INSTANCE));
    json.add("notice", failure(tunnel.notice()));
    return json;
  }

  private static JsonObject job(Following following) {
    JobRecord job = following.job();
    JsonObject json = new JsonObject();
    json.add("id", text(job.id()));
    json.addProperty("state", job.state().word());
    json.addProperty("message", job.words());
    json.add("node", text(job.server().map(JobServer::node)));
    json.add("route", text(following.way().map(way -> way.kind().word())));
    json.add("starts", time(job.starts()));
    json.add("ends", time(job.ends()));
    JsonArray remarks = new JsonArray();
    JobText.remarks(following).forEach(remarks::add);
    json.add("remarks", remarks);
    return json;
  }

  private static JsonObject forward(TunnelStatus.ForwardStatus forward) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", forward.kind());
    json.addProperty("spec", forward.spec());
    json.addProperty("listen", forward.listen());
    json.add("target", text(forward.target()));
    json.addProperty("socks", forward.socks());
    json.add("label", text(forward.label()));
    json.addProperty("phase", forward.up() ? "up" : "down");
    json.add("failure", failure(forward.failure()));
    json.add("probe", proved(forward.proof()));
    return json;
  }

  private static JsonElement proved(Optional<TunnelStatus.Proved> proved) {
    if (proved.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("ok", proved.get().proof().ok());
    json.addProperty("message", proved.get().proof().said());
    json.add("at", time(Optional.of(proved.get().at())));
    return json;
  }

  private static JsonElement failure(Optional<Failure> failure) {
    if (failure.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("kind", failure.get().kind().word());
    json.addProperty("message", failure.get().message());
    json.addProperty("advice", failure.get().advice());
    json.add("at", time(Optional.of(failure.get().at())));
    return json;
  }

  /** Who waits until the time that is told has waited long enough. */
  private static Instant wholeSecondAfter(Instant time) {
    return time.plusSeconds(1).minusNanos(1);
  }

  private static JsonElement time(Optional<Instant> time) {
    return text(time.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS)));
  }

  private static JsonElement text(Optional<?> value) {
    return value
        .<JsonElement>map(text -> new JsonPrimitive(text.toString()))
        .orElse(JsonNull.INSTANCE);
  }
}
