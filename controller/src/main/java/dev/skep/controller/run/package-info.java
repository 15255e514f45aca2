/**
 * Runs the reconciler: wires the port, the lease and the loop, keeps the lease renewed, and tells
 * listeners of every pass. Knows nothing of Docker, files or terminals.
 */
package dev.skep.controller.run;
