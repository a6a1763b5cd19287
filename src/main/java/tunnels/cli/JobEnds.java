package tunnels.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import tunnels.report.JobText;
import tunnels.supervise.Following;

/** Tells once, half an hour before, that a job's time limit will be over. */
final class JobEnds {

  private final Context context;

  JobEnds(Context context) {
    this.context = context;
  }

  void tell() throws IOException {
    Instant now = context.surroundings().clock().instant();
    for (Map.Entry<String, Following> each : context.store().followings().entrySet()) {
      String words = JobText.ending(each.getValue(), now).orElse("");
      if (context.store().said().isNews(each.getKey() + ".job", words)) {
        context.console().result(each.getKey() + ": " + words);
      }
    }
  }
}
