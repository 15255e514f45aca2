package dev.skep.model;

/**
 * A network that services of a stack use.
 *
 * @param key its key in the file
 * @param name its full name on the Swarm
 * @param external made by somebody else; never created, changed or removed
 * @param spec the body of the Engine API's network create, {@link Tree.Obj#EMPTY} when external
 */
public record DesiredNetwork(String key, String name, boolean external, Tree.Obj spec) {}
