/** Files on a disk that may fail at any moment. Imports nothing of Skep. */
package dev.skep.controller.files;
