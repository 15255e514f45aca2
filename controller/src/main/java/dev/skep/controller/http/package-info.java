/**
 * What others may send to a running controller over HTTP. Whoever sends is a stranger until the
 * signature is right, and nobody learns from an answer what Skep keeps.
 */
package dev.skep.controller.http;
