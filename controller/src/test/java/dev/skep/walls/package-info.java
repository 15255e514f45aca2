/** The rules between packages, held by the build. */
package dev.skep.walls;
