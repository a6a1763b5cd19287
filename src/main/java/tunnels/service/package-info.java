/** The keepalive or the supervisor as a service of cron, systemd or launchd. */
@NullMarked
package tunnels.service;

import org.jspecify.annotations.NullMarked;
