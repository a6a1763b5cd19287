package tunnels.report;

/** What a program needs to go through a SOCKS proxy, besides the variables of the environment. */
public final class ProxyRecipes {

  /**
   * Tried with curl 7.88, git 2.39, pip 23.2, npm 11.19, apt 2.6 and wget 1.21 against OpenSSH 9.2.
   */
  private static final String TEXT =
      """
      With the variables set:
        curl    nothing more
        git     nothing more for https; for good: git config --global http.proxy PROXY
                for ssh, with OpenBSD's nc:
                export GIT_SSH_COMMAND="ssh -o 'ProxyCommand=nc -X 5 -x ADDRESS %h %p'"
        pip     nothing more, once PySocks is there; it cannot be fetched this way itself:
                pip download --no-deps pysocks    elsewhere, copied over, then
                pip install ./PySocks-*.whl
        npm     nothing more
        apt     nothing more, but sudo drops the variables: in a file of /etc/apt/apt.conf.d
                Acquire::http::Proxy "PROXY";
                Acquire::https::Proxy "PROXY";
        wget    speaks no SOCKS, and stops at the variables: use curl -O; for a place that needs
                no proxy: wget --no-proxy
      Not tried here:
        conda   conda config --set proxy_servers.http PROXY
                conda config --set proxy_servers.https PROXY
        spack   spack config add config:url_fetch_method:curl
      """;

  private ProxyRecipes() {}

  /**
   * @param proxy as {@code host:port}
   */
  public static String of(String proxy) {
    return TEXT.replace("PROXY", "socks5h://" + proxy).replace("ADDRESS", proxy);
  }
}
