/**
 * The stack file that installs Skep, made of the files in {@code deploy/}, which are resources of
 * the program. Text in, text out: comments stay.
 */
package dev.skep.manifests.install;
