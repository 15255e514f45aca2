/**
 * The records of the domain: what a manifest asks for (desired), what was last read from Swarm
 * (observed), what Skep remembers (records), and what it tells people (status). Values only: no
 * I/O, no clock. Imports nothing but the JDK.
 */
package dev.skep.model;
