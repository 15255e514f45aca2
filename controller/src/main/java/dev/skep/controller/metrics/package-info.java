/**
 * What Prometheus may read of a running controller, told in docs/metrics.md. The one package that
 * knows Micrometer. All of it happens on one thread that nobody waits for but who asks for the
 * page: to measure must not slow down what is measured.
 */
package dev.skep.controller.metrics;
