/**
 * {@code skep run}: one job that runs once, at a person's word. What is asked for becomes a service,
 * and what its tasks say becomes an exit code, in pure code; {@link
 * dev.skep.controller.oneoff.OneOff} does the rest. It needs no controller, no lease and no records.
 */
package dev.skep.controller.oneoff;
