package dev.skep.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;

/** A way in which an installed Skep loses its place, and how long it takes until one has it. */
enum Loss {
  /** SIGKILL to the controller that leads. */
  CRASHED {
    @Override
    void strike(InstalledSkep skep, LeaseSeen before) {
      skep.tell(before.node(), "kill");
    }
  },

  /** SIGTERM, as when the engine stops it for an update. */
  TERMINATED {
    @Override
    void strike(InstalledSkep skep, LeaseSeen before) {
      skep.tell(before.node(), "kill --signal TERM");
    }
  },

  /** All its threads stop, for longer than the lease. */
  FROZEN {
    @Override
    void strike(InstalledSkep skep, LeaseSeen before) {
      skep.tell(before.node(), "pause");
    }
  },

  /** Its machine, which may be the one that leads the Swarm's store. */
  ITS_NODE {
    @Override
    void strike(InstalledSkep skep, LeaseSeen before) {
      skep.kill(before.node());
    }
  },

  /** The machine that leads the Swarm's store; Skep's own may be another one, and stay. */
  RAFT_LEADERS_NODE {
    @Override
    void strike(InstalledSkep skep, LeaseSeen before) {
      skep.kill(skep.raftLeader());
    }

    /** One renewal may have been on its way when the machine died, not two. */
    @Override
    boolean over(LeaseSeen before, LeaseSeen now) {
      return super.over(before, now) || now.renewals() > before.renewals() + 1;
    }
  };

  abstract void strike(InstalledSkep skep, LeaseSeen before);

  /** Whether somebody has the place who did not before, or surely has it still. */
  boolean over(LeaseSeen before, LeaseSeen now) {
    return !now.holder().isEmpty() && !now.holder().equals(before.holder());
  }

  /** Strikes; returns when the place is taken: how long that was. */
  Duration strike(InstalledSkep skep) {
    var before = skep.lease();
    long began = System.nanoTime();
    strike(skep, before);
    InstalledSkep.patiently(name())
        .pollInterval(20, MILLISECONDS)
        .until(() -> over(before, skep.lease()));
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
