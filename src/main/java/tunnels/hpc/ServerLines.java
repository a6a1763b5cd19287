package tunnels.hpc;

import tunnels.profile.Job;

/**
 * How a server is started: the shell function {@code run} of a jobscript. It has {@code
 * TUNNELS_PORT}, {@code TUNNELS_SOCKET}, {@code TUNNELS_TOKEN} and {@code TUNNELS_DIR}, a private
 * directory on the node, in its environment, and becomes the server, which stays in the foreground.
 */
final class ServerLines {

  /** On a Unix socket; a port of the user's own config would be an error beside it. */
  private static final String JUPYTER =
      """
      run() {
        unset JUPYTER_PORT
        for program in jupyter-lab jupyter-server; do
          command -v "$program" >/dev/null || continue
          exec "$program" --no-browser --ServerApp.port=8888 \\
            --ServerApp.sock="$TUNNELS_SOCKET" --ServerApp.sock_mode=0600
        done
        echo 'neither jupyter-lab nor jupyter-server is in the PATH' >&2
        exit 127
      }
      """;

  /**
   * As an ordinary user, with a password of its own, after the recipes that centres publish; the
   * user's name and the token are what its page asks for. Not run: there was no RStudio Server.
   */
  private static final String RSTUDIO =
      """
      run() {
        PATH=$PATH:/usr/lib/rstudio-server/bin
        USER=$(id -un)
        export PATH USER
        printf '%s\\n' "$TUNNELS_TOKEN" >"$TUNNELS_DIR/password"
        secret >"$TUNNELS_DIR/cookie-key"
        printf 'provider=sqlite\\ndirectory=%s\\n' "$TUNNELS_DIR" >"$TUNNELS_DIR/database.conf"
        cat >"$TUNNELS_DIR/pam-helper" <<END
      #!/bin/sh
      IFS= read -r given
      [ "\\$1" = "$USER" ] && [ "\\$given" = "\\$(cat "$TUNNELS_DIR/password")" ]
      END
        chmod 700 "$TUNNELS_DIR/pam-helper"
        exec rserver --server-user="$USER" --server-daemonize=0 --server-set-umask=0 \\
          --server-data-dir="$TUNNELS_DIR" --server-pid-file="$TUNNELS_DIR/rserver.pid" \\
          --database-config-file="$TUNNELS_DIR/database.conf" \\
          --secure-cookie-key-file="$TUNNELS_DIR/cookie-key" \\
          --www-address=127.0.0.1 --www-port="$TUNNELS_PORT" \\
          --auth-none=0 --auth-pam-helper-path="$TUNNELS_DIR/pam-helper" \\
          --auth-timeout-minutes=0 --auth-stay-signed-in-days=30 \\
          --rsession-which-r="$(command -v R)"
      }
      """;

  /**
   * It ends with its first client, so nothing may connect to see whether it is there. Not run:
   * there was no ParaView.
   */
  private static final String PARAVIEW =
      """
      run() {
        exec pvserver --server-port="$TUNNELS_PORT" --bind-address=127.0.0.1
      }
      """;

  /** A shell of its own, because one that has a single command to run becomes it. */
  private static final String COMMAND =
      """
      run() {
        exec "${BASH:-/bin/sh}" -c "$command"
      }
      """;

  private static final String SCRIPT =
      """
      run() {
        printf '%s' "$script" >"$dir/script" && chmod 700 "$dir/script" && exec "$dir/script"
      }
      """;

  private ServerLines() {}

  static String of(Job job) {
    if (job.script().isPresent()) {
      return SCRIPT;
    }
    return switch (job.server()) {
      case JUPYTER -> JUPYTER;
      case RSTUDIO -> RSTUDIO;
      case PARAVIEW -> PARAVIEW;
      case COMMAND -> COMMAND;
    };
  }

  /** Whether its users must show the token; {@code JUPYTER_TOKEN} reaches a script too. */
  static boolean asksForToken(Job job) {
    return switch (job.server()) {
      case JUPYTER -> true;
      case RSTUDIO -> job.script().isEmpty();
      case PARAVIEW, COMMAND -> false;
    };
  }
}
