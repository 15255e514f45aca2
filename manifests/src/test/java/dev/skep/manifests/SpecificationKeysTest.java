package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key of the Compose Specification, as Compose 5.8 has it, is in {@code docs/compose.md},
 * whose rows {@link ComposeDocTest} holds against the code. So none of them is called unknown.
 */
class SpecificationKeysTest {
  private static final Map<String, String> KEYS = Map.ofEntries(
      Map.entry("", "version name include services models jobs networks volumes secrets configs"),
      Map.entry("services.NAME", """
          annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command
          configs container_name cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period
          cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy develop
          device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file
          environment expose extends external_links extra_hosts gpus group_add healthcheck hostname
          image init ipc isolation label_file labels links logging mac_address mem_limit
          mem_reservation mem_swappiness memswap_limit models network_mode networks
          oom_kill_disable oom_score_adj pid pids_limit platform ports post_start pre_start pre_stop
          privileged profiles provider pull_policy pull_refresh_after read_only restart runtime
          scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt
          sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from
          working_dir
          """),
      Map.entry("services.NAME.credential_spec", "config file registry"),
      Map.entry("services.NAME.depends_on.OTHER", "condition required restart"),
      Map.entry("services.NAME.extends", "file service"),
      Map.entry("services.NAME.env_file[]", "format path required"),
      Map.entry("services.NAME.logging", "driver options"),
      Map.entry(
          "services.NAME.healthcheck",
          "disable interval retries start_interval start_period test timeout"),
      Map.entry(
          "services.NAME.ports[]", "app_protocol host_ip mode name protocol published target"),
      Map.entry(
          "services.NAME.volumes[]",
          "bind consistency image read_only source target tmpfs type volume"),
      Map.entry("services.NAME.volumes[].bind", "create_host_path propagation recursive selinux"),
      Map.entry("services.NAME.volumes[].volume", "labels nocopy subpath"),
      Map.entry("services.NAME.volumes[].tmpfs", "mode size"),
      Map.entry("services.NAME.configs[]", "gid mode source target uid"),
      Map.entry("services.NAME.secrets[]", "gid mode source target uid"),
      Map.entry("services.NAME.networks.NAME", """
          aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips
          mac_address priority
          """),
      Map.entry("services.NAME.deploy", """
          endpoint_mode labels mode placement replicas resources restart_policy rollback_config
          update_config
          """),
      Map.entry("services.NAME.deploy.placement", "constraints max_replicas_per_node preferences"),
      Map.entry("services.NAME.deploy.resources.limits", "cpus memory pids"),
      Map.entry(
          "services.NAME.deploy.resources.reservations", "cpus devices generic_resources memory"),
      Map.entry("services.NAME.deploy.restart_policy", "condition delay max_attempts window"),
      Map.entry(
          "services.NAME.deploy.update_config",
          "delay failure_action max_failure_ratio monitor order parallelism"),
      Map.entry(
          "services.NAME.deploy.rollback_config",
          "delay failure_action max_failure_ratio monitor order parallelism"),
      Map.entry("networks.NAME", """
          attachable driver driver_opts enable_ipv4 enable_ipv6 external internal ipam labels name
          """),
      Map.entry("networks.NAME.ipam", "config driver options"),
      Map.entry("networks.NAME.ipam.config[]", "aux_addresses gateway ip_range subnet"),
      Map.entry("volumes.NAME", "driver driver_opts external labels name"),
      Map.entry("configs.NAME", "content environment external file labels name template_driver"),
      Map.entry(
          "secrets.NAME",
          "driver driver_opts environment external file labels name template_driver"),
      Map.entry("include[]", "env_file path project_directory"));

  static Stream<String> mappings() {
    return KEYS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("mappings")
  void areAllTold(String mapping) {
    assertThat(ComposeDoc.told(mapping)).containsAll(List.of(KEYS.get(mapping).split("\\s+")));
  }
}
