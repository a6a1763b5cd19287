/** What to do next: phases, one transition, back-off, the pass. */
@NullMarked
package tunnels.supervise;

import org.jspecify.annotations.NullMarked;
