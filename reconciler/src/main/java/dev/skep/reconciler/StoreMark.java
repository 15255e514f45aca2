package dev.skep.reconciler;

import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;

/**
 * How far the Swarm's store had come when somebody looked at the lease. Remembered outside of the
 * Swarm it tells that a backup has been restored: the store is less far then than it was.
 *
 * @param era how often the store was found put back; marks of two eras say nothing of each other
 * @param epoch of the lease
 * @param renewals of the lease under this epoch
 * @param index of the store's last write to the lease; grows with every write to anything (Raft)
 */
public record StoreMark(long era, long epoch, long renewals, long index) {
  /** Of who has never looked. */
  public static final StoreMark NONE = new StoreMark(0, 0, 0, 0);

  static final String ERA = Labels.of("era");
  static final String EPOCH = Labels.of("epoch");
  static final String RENEWALS = Labels.of("renewals");

  static StoreMark of(ObservedPayload lease) {
    return new StoreMark(
        number(lease, ERA), number(lease, EPOCH), number(lease, RENEWALS), lease.version());
  }

  private static long number(ObservedPayload config, String label) {
    try {
      return Long.parseLong(config.labels().getOrDefault(label, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether a store that is here cannot be the one that was there before. */
  public boolean shortOf(StoreMark there) {
    if (era != there.era) return era < there.era;
    if (index < there.index || epoch < there.epoch) return true;
    // The same write of the store cannot have been two.
    if (index == there.index && epoch != there.epoch) return true;
    return epoch == there.epoch && renewals < there.renewals;
  }
}
