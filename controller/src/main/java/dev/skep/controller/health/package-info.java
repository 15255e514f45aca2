/**
 * Whether a running controller is well, and whether it is at work: decided by pure code from what
 * can be seen of it. Knows no HTTP.
 */
package dev.skep.controller.health;
