package dev.skep.manifests;

import java.util.List;

/** Keys of Compose that a service may have and Swarm does not know. */
final class Unhonoured {
  private static final String SWARM = "Swarm cannot honour it; delete it";

  private static final List<String> IGNORED = List.of(
      "annotations",
      "attach",
      "blkio_config",
      "cgroup",
      "cgroup_parent",
      "cgroupns_mode",
      "cpu_count",
      "cpu_percent",
      "cpu_period",
      "cpu_rt_period",
      "cpu_rt_runtime",
      "cpus",
      "develop",
      "device_cgroup_rules",
      "devices",
      "dns_opt",
      "domainname",
      "expose",
      "external_links",
      "gpus",
      "group_add",
      "ipc",
      "label_file",
      "links",
      "mac_address",
      "mem_reservation",
      "mem_swappiness",
      "models",
      "network_mode",
      "oom_kill_disable",
      "pid",
      "pids_limit",
      "platform",
      "post_start",
      "pre_stop",
      "privileged",
      "provider",
      "pull_policy",
      "runtime",
      "scale",
      "security_opt",
      "shm_size",
      "storage_opt",
      "use_api_socket",
      "userns_mode",
      "uts");

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

  static void check(Fields service) {
    IGNORED.forEach(key -> service.ignored(key, SWARM));
    service.ignored(
        "build", "Swarm cannot honour it: nodes only pull; build and push the image elsewhere");
    service.ignored(
        "container_name", "Swarm cannot honour it: tasks are named after service, slot and id");
    OF_DEPLOY.forEach(key -> service.refused(key, "move it under deploy:"));
    service.refused("volumes_from", "Swarm cannot honour it; mount a volume under volumes");
    service.refused(
        "volume_driver", "Swarm cannot honour it; set driver under the top-level volumes");
    for (var key : List.of("cpu_quota", "cpu_shares", "cpuset", "mem_limit", "memswap_limit")) {
      service.refused(key, "Swarm cannot honour it; write deploy.resources.limits");
    }
  }
}
