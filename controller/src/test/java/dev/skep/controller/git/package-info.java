/** Tests of the Git source; servers are on this machine only, on ports of their own. */
package dev.skep.controller.git;
