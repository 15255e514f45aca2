/** The command as a user meets it: bad input, engines that fail, and a controller at work. */
package dev.skep.controller.cli;
