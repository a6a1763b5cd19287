package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tunnels.report.BashCompletion;
import tunnels.report.Grammar;
import tunnels.report.ZshCompletion;

/** {@code completion}: what makes a shell complete our command lines. */
final class CompletionCommand implements Command {

  private final Context context;
  private Shell shell = Shell.bash;

  /** As typed. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.COMPLETION)
        .description(
            "Commands, options, and the names and tags of the profiles. make install puts it where"
                + " shells look for it; elsewhere, in ~/.bashrc:",
            "  eval \"$(tunnels completion bash)\"",
            "In ~/.zshrc, below compinit:",
            "  eval \"$(tunnels completion zsh)\"")
        .parameter("SHELL", Shell.class, "${COMPLETION-CANDIDATES}.", given -> shell = given);
  }

  @Override
  public Integer call() throws IOException {
    Optional<Examples> examples = Examples.installed(context.surroundings());
    List<String> names = examples.isPresent() ? examples.get().names() : List.of();
    Grammar grammar = new Grammars(names).of(Cli.everything(context));
    context
        .console()
        .result(
            switch (shell) {
              case bash -> BashCompletion.of(grammar);
              case zsh -> ZshCompletion.of(grammar);
            });
    return Exit.AS_ASKED.status();
  }
}
