/** Tests of where stacks come from; no engine, no network. */
package dev.skep.controller.source;
