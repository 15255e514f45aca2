/**
 * Decides and drives: the pure planner and job machine, the queue, and the one pass observe → plan
 * → apply → record → requeue. Sees Swarm only through the port {@link
 * dev.skep.reconciler.Swarm}; imports the model, vavr and resilience4j, nothing of Docker.
 */
package dev.skep.reconciler;
