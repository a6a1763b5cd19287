package tunnels.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of a launchd job for the supervisor: launchd.plist(5). Not yet run on macOS. */
final class LaunchdPlist {

  private LaunchdPlist() {}

  /**
   * @param log where its stdout and stderr go
   * @param user of a daemon; empty for an agent of the user's own session
   */
  static String text(Invocation invocation, String label, String log, Optional<String> user) {
    List<String> lines = new ArrayList<>();
    lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    lines.add(
        "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
            + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">");
    lines.add("<!-- Written by `tunnels install launchd`. -->");
    lines.add("<plist version=\"1.0\">");
    lines.add("<dict>");
    lines.addAll(pair("Label", string(label)));
    user.ifPresent(name -> lines.addAll(pair("UserName", string(name))));
    lines.addAll(
        pair(
            "ProgramArguments",
            "<array>"
                + string(invocation.program().toString())
                + string("supervise")
                + "</array>"));
    lines.addAll(pair("EnvironmentVariables", dictionary(invocation)));
    lines.addAll(pair("RunAtLoad", "<true/>"));
    lines.addAll(pair("KeepAlive", "<true/>"));
    lines.add("  <!-- The ssh processes outlive the supervisor; the next one takes them over. -->");
    lines.addAll(pair("AbandonProcessGroup", "<true/>"));
    lines.addAll(pair("StandardOutPath", string(log)));
    lines.addAll(pair("StandardErrorPath", string(log)));
    lines.add("</dict>");
    lines.add("</plist>");
    return String.join("\n", lines) + "\n";
  }

  private static List<String> pair(String key, String value) {
    return List.of("  <key>" + key + "</key>", "  " + value);
  }

  private static String dictionary(Invocation invocation) {
    StringBuilder text = new StringBuilder("<dict>");
    invocation
        .environment()
        .forEach(
            (name, value) ->
                text.append("<key>").append(name).append("</key>").append(string(value)));
    return text.append("</dict>").toString();
  }

  private static String string(String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<string>" + escaped + "</string>";
  }
}
