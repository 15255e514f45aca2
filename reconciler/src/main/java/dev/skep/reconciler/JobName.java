package dev.skep.reconciler;

/** A job among those of all stacks, by its short name. */
record JobName(String stack, String job) {}
