/** Everything that is true of ssh(1): argument vectors, masters, the mux protocol, failures. */
@NullMarked
package tunnels.openssh;

import org.jspecify.annotations.NullMarked;
