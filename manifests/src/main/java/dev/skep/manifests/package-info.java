/**
 * Text to model: finds stacks in a directory, reads Compose files, and renders the ServiceSpecs
 * that {@code docker stack deploy} would send, with every problem of the input at its place.
 * Reads files, and nothing else of the world: no environment, no clock, no engine. May import the
 * model, vavr (for {@code Validation}), snakeyaml-engine and the JDK.
 */
package dev.skep.manifests;
