/**
 * Where desired stacks come from: manifests in a folder, read again when they change. What a
 * repository holds is loaded here too; how it is fetched, this package does not know.
 */
package dev.skep.controller.source;
