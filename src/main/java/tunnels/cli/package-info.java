/** Commands and wiring. */
@NullMarked
package tunnels.cli;

import org.jspecify.annotations.NullMarked;
