/** Batch jobs whose server a tunnel goes to: submitted, followed, reached and ended with SLURM. */
@NullMarked
package tunnels.hpc;

import org.jspecify.annotations.NullMarked;
