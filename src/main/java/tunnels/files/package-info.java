/** The one place that opens files which somebody else may have put there. */
@NullMarked
package tunnels.files;

import org.jspecify.annotations.NullMarked;
