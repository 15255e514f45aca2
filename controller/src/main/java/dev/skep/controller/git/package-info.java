/**
 * A Git repository as a source: fetched on a thread of its own, checked out a folder a commit, and
 * read as any folder is. Nothing else may import JGit.
 */
package dev.skep.controller.git;
