/** The image and the tarball: what is needed to make them, and what they must do. */
package dev.skep.image;
