/** Where desired stacks come from: manifests in a directory, read again when they change. */
package dev.skep.controller.source;
