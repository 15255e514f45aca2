package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import dev.skep.reconciler.SwarmFault.Absent;
import dev.skep.reconciler.SwarmFault.NameTaken;
import dev.skep.reconciler.SwarmFault.NotManager;
import dev.skep.reconciler.SwarmFault.OutcomeUnknown;
import dev.skep.reconciler.SwarmFault.Rejected;
import dev.skep.reconciler.SwarmFault.Stale;
import dev.skep.reconciler.SwarmFault.Unreachable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's refusals, as seen on real ones, and what each means for a read and for a write. */
class FaultsTest {
  private static final Map<String, Class<?>> FAULTS = Map.of(
      "Stale", Stale.class,
      "NameTaken", NameTaken.class,
      "Absent", Absent.class,
      "NotManager", NotManager.class,
      "Unreachable", Unreachable.class,
      "OutcomeUnknown", OutcomeUnknown.class,
      "Rejected", Rejected.class);

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      500 | rpc error: code = Unknown desc = update out of sequence                  | Stale       | Stale
      409 | config x already exists                                                  | NameTaken   | NameTaken
      404 | service x not found                                                      | Absent      | Absent
      404 | plugin "weave" not found                                                 | Absent      | Rejected
      503 | This node is not a swarm manager. Use "docker swarm init" to connect     | NotManager  | NotManager
      503 | This node is not a swarm manager. Worker nodes can't be used to view     | NotManager  | NotManager
      503 | Swarm is encrypted and needs to be unlocked before it can be used        | NotManager  | NotManager
      503 | Manager is being prepared or has trouble connecting to the cluster.      | Unreachable | Unreachable
      500 | The swarm does not have a leader. It's possible that too few managers    | Unreachable | Unreachable
      500 | rpc error: code = DeadlineExceeded desc = context deadline exceeded      | Unreachable | OutcomeUnknown
      500 | raft: failed to process the request: node lost leader status             | Unreachable | OutcomeUnknown
      503 | rpc error: code = Unavailable desc = transport is closing                | Unreachable | OutcomeUnknown
      502 | bad gateway                                                              | Unreachable | OutcomeUnknown
      429 | slow down                                                                | Unreachable | Unreachable
      500 | network x not found                                                      | Unreachable | Absent
      400 | config not found: x                                                      | Rejected    | Absent
      400 | secret not found: x                                                      | Rejected    | Absent
      500 | constraint expected one operator from ==, !=                             | Unreachable | Rejected
      400 | config 'c' is in use by the following service: s                         | Rejected    | Rejected
      400 | only updates to Labels are allowed                                       | Rejected    | Rejected
      501 | service mode change is not allowed                                       | Rejected    | Rejected
      403 | network x has active endpoints                                           | Rejected    | Rejected
      """)
  void statusAndMessageTogetherTellTheFault(
      int status, String message, String onRead, String onWrite) {
    var json = Tree.Obj.EMPTY.with("message", Tree.of(message)).canonical();
    var reply = new Reply(status, Map.of(), json.getBytes(StandardCharsets.UTF_8));
    var read = Faults.of(Call.get("/services"), reply);
    var write = Faults.of(Call.post("/services/create", Tree.Obj.EMPTY), reply);
    assertThat(read).isInstanceOf(FAULTS.get(onRead));
    assertThat(write).isInstanceOf(FAULTS.get(onWrite));
    assertThat(write.message()).contains(message).contains("POST /services/create");
  }
}
