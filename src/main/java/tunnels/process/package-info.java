/** The one seam to child processes. */
@NullMarked
package tunnels.process;

import org.jspecify.annotations.NullMarked;
