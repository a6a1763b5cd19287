package tunnels.cli;

import java.util.concurrent.Callable;

/** A command: what it takes, and what it does, which ends with an exit status. */
interface Command extends Callable<Integer> {

  Syntax syntax();
}
