package dev.skep.proxy;

/**
 * A request that the proxy saw.
 *
 * @param number counts from 1
 * @param write counts the writes from 1; 0 for a read
 * @param path without the API version, with the query
 * @param status of the answer that reached the client; 0 when none did
 * @param bytes of the answer's body
 */
public record Exchange(int number, int write, String method, String path, int status, long bytes) {

  public boolean isWrite() {
    return write > 0;
  }

  Exchange answered(int newStatus, long newBytes) {
    return new Exchange(number, write, method, path, newStatus, newBytes);
  }
}
