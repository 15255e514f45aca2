/**
 * One file, two tools: what {@code docker stack deploy} makes of it on a real Swarm, against what
 * {@code skep apply} makes of it there. Judges by what the engine has, and knows of the product
 * only how a file is read.
 */
package dev.skep.parity;
