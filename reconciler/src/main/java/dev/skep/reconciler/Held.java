package dev.skep.reconciler;

/** A record as read: the value, and what is needed to compare-and-swap it. */
public record Held<T>(T value, String id, long version) {}
