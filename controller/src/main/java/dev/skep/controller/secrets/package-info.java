/** Secrets in files, as an engine mounts them. What is in them is never part of a message. */
package dev.skep.controller.secrets;
