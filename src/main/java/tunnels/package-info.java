/** Keeps SSH tunnels up with stock OpenSSH. */
@NullMarked
package tunnels;

import org.jspecify.annotations.NullMarked;
