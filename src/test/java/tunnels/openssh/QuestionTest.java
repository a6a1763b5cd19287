package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class QuestionTest {

  private static final Asked ANSWER =
      new Asked.Answer(
          "h:22",
          Set.of("h:22"),
          false,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          EffectiveConfig.UNKNOWN);
  private static final Asked REFUSAL = new Asked.Refused(new Cause(FailureKind.CONFIG, "no"));

  private final AtomicInteger asked = new AtomicInteger();
  private final Question question = new Question();

  @Test
  void is_asked_once_by_many_at_a_time() {
    assertThat(List.of(answer(ANSWER), answer(ANSWER), answer(ANSWER))).containsOnly(ANSWER);
    assertThat(asked).hasValue(1);
  }

  /** What it rests on may have been mended. */
  @Test
  void is_asked_again_after_a_refusal() {
    assertThat(answer(REFUSAL)).isEqualTo(REFUSAL);
    assertThat(answer(ANSWER)).isEqualTo(ANSWER);
  }

  @Test
  void hands_a_refusal_to_those_who_waited_for_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    CompletableFuture<Asked> first =
        CompletableFuture.supplyAsync(
            () ->
                question.answer(
                    () -> {
                      begun.countDown();
                      await(refused);
                      return REFUSAL;
                    }));
    await(begun);
    Thread second = new Thread(() -> answer(ANSWER));
    second.start();
    while (second.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    refused.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(REFUSAL);
    second.join();
    assertThat(asked).hasValue(0);
  }

  private Asked answer(Asked by) {
    return question.answer(
        () -> {
          asked.incrementAndGet();
          return by;
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
