/**
 * For tests: an engine that says what a test wants ({@link dev.skep.proxy.StubEngine}), and a proxy
 * before a real one that loses, delays and answers requests by rule ({@link
 * dev.skep.proxy.FaultProxy}). Imports the JDK only.
 */
package dev.skep.proxy;
