package dev.skep.controller.git;

/** Why a repository gave nothing new. What was read before stays in force. */
sealed interface GitFault {
  String message();

  /** Nobody answers, or not to us: asked again with growing pauses. */
  record Unreachable(String message) implements GitFault {}

  /** What is there cannot be used: a commit mends it, so it is looked at as often as ever. */
  record Refused(String message) implements GitFault {}
}
