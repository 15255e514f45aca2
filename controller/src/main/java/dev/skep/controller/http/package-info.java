/**
 * What others may ask of, or send to, a running controller over HTTP. Whoever sends is a stranger
 * until the signature is right, and nobody learns from an answer to that what Skep keeps. Whoever
 * asks how the controller is learns what its status files tell, no more.
 */
package dev.skep.controller.http;
