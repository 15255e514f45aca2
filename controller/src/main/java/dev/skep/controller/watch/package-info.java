/**
 * Looks at a Swarm again and again for a person who waits for changes. Knows the port {@code Swarm}
 * and no command line.
 */
package dev.skep.controller.watch;
