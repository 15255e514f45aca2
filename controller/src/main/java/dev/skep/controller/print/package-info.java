/**
 * Text for people: tables, descriptions and the progress of an apply. Pure: values, the time and
 * the terminal's properties come in, text goes out. Sees the model and the reconciler's outcomes;
 * may not import docker-java, and writes to nothing.
 */
package dev.skep.controller.print;
