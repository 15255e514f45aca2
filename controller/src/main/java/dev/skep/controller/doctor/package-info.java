/**
 * Whether all that Skep needs is well: an edge that looks, and pure code that says of what was seen
 * what is wrong and how to mend it. Nothing here prints.
 */
package dev.skep.controller.doctor;
