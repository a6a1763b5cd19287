/** Facts to text. */
@NullMarked
package tunnels.report;

import org.jspecify.annotations.NullMarked;
