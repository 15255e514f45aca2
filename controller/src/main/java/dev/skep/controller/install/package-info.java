/**
 * Puts Skep itself on a Swarm, as {@code docker stack deploy} does: its service carries no mark of
 * an owner. With one, a controller would find a stack that its source does not have, and hold it
 * for {@code Orphaned}; and who installs would need the lease of the controller that is replaced.
 */
package dev.skep.controller.install;
