/**
 * The command {@code skep}: reads flags, calls the rest, prints, and ends with a telling exit code.
 * Decides nothing of its own.
 */
package dev.skep.controller.cli;
