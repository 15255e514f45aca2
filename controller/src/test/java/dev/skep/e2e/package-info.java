/**
 * The built command against real Swarms, judged from outside: by the Docker CLI, by what goes over
 * the socket, and by the rows that a job writes itself. Imports nothing of the product.
 */
package dev.skep.e2e;
