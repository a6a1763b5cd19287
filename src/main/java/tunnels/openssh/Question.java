package tunnels.openssh;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What many connections to one host ask ssh when they are started together: answered once. */
final class Question {

  /** Longer than the starts of one command are apart, and shorter than a person's next thought. */
  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

  private @Nullable Asked last;
  private long answered;

  /** The answer that came while we waited our turn, or just before; otherwise ssh is asked. */
  Asked answer(Supplier<Asked> ssh) {
    return answer(System.nanoTime(), ssh);
  }

  private synchronized Asked answer(long asked, Supplier<Asked> ssh) {
    if (last != null && asked - answered < (last instanceof Asked.Answer ? FRESH_NANOS : 0)) {
      return last;
    }
    Asked answer = ssh.get();
    last = answer;
    answered = System.nanoTime();
    return answer;
  }
}
