/** Our directory: wanted, records, locks, events. */
@NullMarked
package tunnels.state;

import org.jspecify.annotations.NullMarked;
