/**
 * Stacks as documents: what manifests come to before anything is sent. Sees the model and the
 * reconciler's words for runs, and writes with the package of status files; may not import
 * docker-java.
 */
package dev.skep.controller.render;
