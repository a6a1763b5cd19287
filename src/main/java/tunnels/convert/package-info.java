/** Makes profiles of what starts tunnels elsewhere: command lines, files of commands, Hosts. */
@NullMarked
package tunnels.convert;

import org.jspecify.annotations.NullMarked;
