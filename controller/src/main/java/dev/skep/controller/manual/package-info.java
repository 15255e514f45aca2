/**
 * What is told of the commands beside {@code --help}: completion for shells, and man pages, all
 * written from picocli's model of them. Knows no command.
 */
package dev.skep.controller.manual;
