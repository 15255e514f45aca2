/**
 * The files that operators read, and the same documents for {@code skep get -o yaml}. A projection
 * of what was observed, never read back to decide anything. Sees the model, the reconciler's
 * outcomes and records, what the source says of itself; may not import docker-java. A disk that
 * fails costs a log line, never a pass.
 */
package dev.skep.controller.status;
