/**
 * Real Swarms for tests: containers with an engine each, through Testcontainers. The images and the
 * engine that carries them come from the shell lab ({@code controller/src/lab/lab}), so that both
 * labs are the same. Knows nothing of the product and may import none of it.
 */
package dev.skep.lab;
