package tunnels.openssh;

import java.util.List;

/** The ways to log in that ssh_config leaves: what is off, or not preferred, is never tried. */
record LoginMethods(boolean keys, boolean host, boolean ticket, boolean typing) {

  static LoginMethods of(HostSettings config) {
    return new LoginMethods(
        !config.is("pubkeyauthentication", "no", "false") && prefers(config, "publickey"),
        config.is("hostbasedauthentication", "yes", "true") && prefers(config, "hostbased"),
        config.is("gssapiauthentication", "yes", "true")
            && (prefers(config, "gssapi-with-mic") || prefers(config, "gssapi-keyex")),
        (!config.is("passwordauthentication", "no", "false") && prefers(config, "password"))
            || (!config.is("kbdinteractiveauthentication", "no", "false")
                && prefers(config, "keyboard-interactive")));
  }

  /** ssh -G prints no PreferredAuthentications where nobody has set it. */
  private static boolean prefers(HostSettings config, String method) {
    return config
        .value("preferredauthentications")
        .map(list -> List.of(list.split(",")).contains(method))
        .orElse(true);
  }
}
