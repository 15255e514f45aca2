/** Tests of what others may send; on this machine only, on ports of their own. */
package dev.skep.controller.http;
