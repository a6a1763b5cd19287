package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SbatchOptionsTest {

  @ParameterizedTest(name = "{0} is refused: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--comment=mine           | finds its job",
        "--com=mine               | finds its job",
        "--output=out.txt         | what the job prints",
        "--outp=out.txt           | what the job prints",
        "--output                 | what the job prints",
        "-oout.txt                | what the job prints",
        "--error=err.txt          | what the job prints",
        "-e                       | what the job prints",
        "--open-mode=append       | what the job prints",
        "--parsable               | what sbatch says",
        "--quiet                  | what sbatch says",
        "-Q                       | what sbatch says",
        "-HQ                      | what sbatch says",
        "-sHoout.txt              | what the job prints",
        "--wait                   | until the job is over",
        "-W                       | until the job is over",
        "--wrap=hostname          | command =",
        "--array=1-3              | several jobs",
        "-a1-3                    | several jobs",
        "--chdir=/tmp             | cd DIR",
        "-D/tmp                   | cd DIR",
        "--input=in.txt           | read nothing",
        "-iin.txt                 | read nothing",
        "--export-file=env        | export A=B",
        "--export-f=env           | export A=B",
        "--clusters=other         | does not look",
        "-Mother                  | does not look",
        "--test-only              | submits nothing",
        "--help                   | submits nothing",
        "-V                       | submits nothing",
        "12:00:00                 | no option of sbatch",
        "job.sh                   | no option of sbatch",
        "-                        | no option of sbatch",
        "--                       | no option of sbatch",
        "---time=1                | no option of sbatch",
        "--time 12:00:00          | no option of sbatch",
        "-t 12:00:00              | no option of sbatch",
        "-4                       | no option of sbatch",
      })
  void refusesWithTheReason(String option, String reason) {
    assertThat(SbatchOptions.wrong(option)).get().asString().contains(reason);
  }

  @ParameterizedTest(name = "{0} is the user's own")
  @ValueSource(
      strings = {
        "--time=12:00:00",
        "-t12:00:00",
        "--cpus-per-task=48",
        "-c48",
        "--exclusive",
        "--export=NONE",
        "--wait-all-nodes=1",
        "--requeue",
        "--no-requeue",
        "--job-name=my server",
        "-Jmine",
        "-Jobs",
        "-pdebug",
        "-kQ",
        "-H",
        "--gres=gpu:1",
        "--x11",
      })
  void leavesTheRestToTheUser(String option) {
    assertThat(SbatchOptions.wrong(option)).isEmpty();
  }
}
