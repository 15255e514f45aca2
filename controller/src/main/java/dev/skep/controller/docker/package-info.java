/**
 * The edge to the Docker engine: the only package that may import {@code com.github.dockerjava},
 * and from it only transport, configuration and credentials. Swarm's JSON travels as {@link
 * dev.skep.model.Tree}, because docker-java's typed model forgets fields and an update made from it
 * would erase them. Nothing in here throws for what the engine or the network does.
 */
package dev.skep.controller.docker;
