/**
 * Measures Skep beside something that does the same work in the same run, on one real engine and
 * on the fake one. Ratios tell, times depend on the machine. Runs by {@code make bench} alone.
 */
package dev.skep.bench;
