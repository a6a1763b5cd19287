package tunnels.supervise;

import tunnels.openssh.MuxForward;

/** A forward that a tunnel should have. */
record Wish(String tunnel, MuxForward forward) {}
