package dev.skep.manifests;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys of Compose that a service may have and Swarm does not know, and what does it instead. */
final class Unhonoured {
  private static final String SWARM = "Swarm cannot honour it; ";
  private static final String DELETE = "delete it";
  private static final String LIMIT = "write deploy.resources.limits.";
  private static final String RESERVATION = "write deploy.resources.reservations.";
  private static final String GPUS = "for GPUs " + RESERVATION + "generic_resources";

  private static final Map<String, String> IGNORED = said(
      Map.ofEntries(
          Map.entry("scale", "write deploy.replicas"),
          Map.entry("cpus", LIMIT + "cpus"),
          Map.entry("cpu_count", LIMIT + "cpus"),
          Map.entry("cpu_percent", LIMIT + "cpus"),
          Map.entry("cpu_period", LIMIT + "cpus"),
          Map.entry("pids_limit", LIMIT + "pids"),
          Map.entry("mem_reservation", RESERVATION + "memory"),
          Map.entry("devices", GPUS),
          Map.entry("gpus", GPUS),
          Map.entry("annotations", "write labels"),
          Map.entry("domainname", "write the full name under hostname"),
          Map.entry("group_add", "write the group into user: \"UID:GID\""),
          Map.entry("network_mode", "for host or none use an external network of that name"),
          Map.entry("platform", "write deploy.placement.constraints on node.platform.arch"),
          Map.entry("post_start", "let entrypoint do it"),
          Map.entry("pre_start", "make it a job, and let depends_on wait for that"),
          Map.entry("pre_stop", "let the program do it on its stop_signal"),
          Map.entry("privileged", "write what it needs under cap_add"),
          Map.entry("runtime", "set default-runtime on the nodes"),
          Map.entry("shm_size", "write tmpfs: \"/dev/shm:size=SIZE\""),
          Map.entry("use_api_socket", "mount /var/run/docker.sock under volumes"),
          Map.entry("links", "services of one network find each other by name"),
          Map.entry("external_links", "services of one network find each other by name"),
          Map.entry("expose", "services of one network reach all ports of each other"),
          Map.entry("pull_policy", "which image runs, its digest says"),
          Map.entry("pull_refresh_after", "which image runs, its digest says"),
          Map.entry("models", "it runs none; write the address of one into environment"),
          Map.entry("provider", "it runs containers alone"),
          Map.entry("attach", "it has no terminal that logs could be shown in"),
          Map.entry("develop", "it is for work on one machine")),
      List.of(
          "blkio_config",
          "cgroup",
          "cgroup_parent",
          "cgroupns_mode",
          "cpu_rt_period",
          "cpu_rt_runtime",
          "device_cgroup_rules",
          "dns_opt",
          "ipc",
          "mac_address",
          "mem_swappiness",
          "oom_kill_disable",
          "pid",
          "security_opt",
          "storage_opt",
          "userns_mode",
          "uts"));

  private static final Map<String, String> REFUSED = said(
      Map.of(
          "cpu_quota", LIMIT + "cpus",
          "cpu_shares", LIMIT + "cpus",
          "cpuset", LIMIT + "cpus",
          "mem_limit", LIMIT + "memory",
          "memswap_limit", LIMIT + "memory",
          "volumes_from", "mount a volume under volumes",
          "volume_driver", "set driver under the top-level volumes"),
      List.of());

  private static final List<String> OF_DEPLOY = List.of(
      "replicas",
      "resources",
      "restart_policy",
      "placement",
      "update_config",
      "rollback_config",
      "endpoint_mode",
      "mode");

  private Unhonoured() {}

  private static Map<String, String> said(Map<String, String> instead, List<String> nothing) {
    var out = new LinkedHashMap<String, String>();
    instead.forEach((key, way) -> out.put(key, SWARM + way));
    nothing.forEach(key -> out.put(key, SWARM + DELETE));
    return Collections.unmodifiableMap(out);
  }

  static void check(Fields service) {
    IGNORED.forEach(service::ignored);
    service.ignored(
        "build", "Swarm cannot honour it: nodes only pull; build and push the image elsewhere");
    service.ignored(
        "container_name", "Swarm cannot honour it: tasks are named after service, slot and id");
    OF_DEPLOY.forEach(key -> service.refused(key, "move it under deploy:"));
    REFUSED.forEach(service::refused);
  }

  /** What stands on top of a file. */
  static void checkTop(Fields file) {
    file.ignored("models", "Swarm runs none; write the address of one into environment");
    file.ignored(
        "jobs", "Skep runs none of them; write each under services, where you " + Jobs.MARK);
  }
}
