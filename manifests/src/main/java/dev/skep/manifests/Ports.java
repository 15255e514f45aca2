package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A service's published ports, short and long form. */
final class Ports {
  private static final int HIGHEST = 65535;
  private static final Pattern SHORT =
      Pattern.compile("(?:(?<ip>\\[[0-9a-fA-F:.]*]|[^:\\[\\]]*):)?(?:(?<published>[0-9-]*):)?"
          + "(?<target>[0-9]+(?:-[0-9]+)?)(?:/(?<protocol>[a-zA-Z]+))?");

  private record Port(String protocol, long target, long published, String mode) {
    static final Comparator<Port> ORDER = Comparator.comparingLong(Port::published)
        .thenComparingLong(Port::target)
        .thenComparing(Port::protocol)
        .thenComparing(Port::mode);
  }

  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  private final List<Port> ports = new ArrayList<>();
  private final Problems problems;
  private final String path;

  private Ports(String path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  /**
   * @param balanced whether the service has a virtual address, which ingress needs
   */
  static Tree.Arr of(Fields service, boolean balanced, IngressPorts taken, Problems problems) {
    var ports = new Ports(service.path("ports"), problems);
    for (var item : service.items("ports")) {
      int before = ports.ports.size();
      if (ports.ports.size() > HIGHEST) {
        problems.error(item.place(), ports.path + ": more than " + HIGHEST + " ports");
        break;
      }
      if (item instanceof Yaml.Mapping) ports.longForm(item);
      else Values.text(item, ports.path, problems).ifPresent(t -> ports.shortForm(t, item));
      var added = List.copyOf(ports.ports.subList(before, ports.ports.size()));
      ports.checkIngress(added, item.place(), balanced, taken);
    }
    return ports.tree();
  }

  private void checkIngress(List<Port> added, Place place, boolean balanced, IngressPorts taken) {
    for (var port : added) {
      if (port.mode().equals("host")) continue;
      if (!balanced) {
        problems.error(
            place,
            path
                + ": a service with endpoint_mode: dnsrr publishes only in the long form with mode:"
                + " host; write that, or delete the endpoint_mode");
        return;
      }
      if (port.published() > 0) taken.take(port.published(), port.protocol(), place, path);
    }
  }

  private Tree.Arr tree() {
    return new Tree.Arr(ports.stream()
        .sorted(Port.ORDER)
        .<Tree>map(p -> new Draft()
            .set("Protocol", p.protocol())
            .set("TargetPort", Tree.of(p.target()))
            .set("PublishedPort", Tree.of(p.published()))
            .set("PublishMode", p.mode())
            .tree())
        .toList());
  }

  private void shortForm(String text, Yaml item) {
    var m = SHORT.matcher(split(text));
    if (!m.matches()) {
      bad(item, text);
      return;
    }
    if (m.group("ip") != null && !m.group("ip").isEmpty()) {
      problems.warning(
          item.place(),
          path + ": Swarm cannot honour the address in " + Problems.quote(text)
              + " and listens on every one; delete it");
    }
    var published = m.group("published");
    var target = range(m.group("target"));
    var from = published == null || published.isEmpty() ? new Range(0, 0) : range(published);
    var protocol = protocol(m.group("protocol"), item);
    if (target == null || from == null) {
      bad(item, text);
    } else if (from.last() > 0 && target.size() > 1 && from.size() != target.size()) {
      problems.error(
          item.place(),
          path + ": the two ranges in " + Problems.quote(text)
              + " differ in length; make them equal");
    } else {
      add(protocol, from, target);
    }
  }

  /** "8080:80" has no address, "1.2.3.4:8080:80" has one: put the empty one in. */
  private static String split(String text) {
    int colons =
        (int) text.replaceAll("\\[.*]", "").chars().filter(c -> c == ':').count();
    return colons == 1 ? ":" + text : text;
  }

  private void add(String protocol, Range from, Range target) {
    for (int i = 0; i < Math.max(from.size(), target.size()); i++) {
      int inside = target.size() == 1 ? target.first() : target.first() + i;
      int outside = from.last() == 0 ? 0 : from.first() + i;
      ports.add(new Port(protocol, inside, outside, "ingress"));
    }
  }

  private static Range range(String text) {
    var ends = text.split("-", -1);
    if (ends.length > 2) return null;
    try {
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      return first < 1 || last > HIGHEST || last < first ? null : new Range(first, last);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private String protocol(String text, Yaml item) {
    var protocol = text == null ? "tcp" : text.toLowerCase(java.util.Locale.ROOT);
    if (Set.of("tcp", "udp", "sctp").contains(protocol)) return protocol;
    problems.error(
        item.place(),
        path + ": the protocol " + Problems.quote(protocol) + " is not tcp, udp or sctp");
    return protocol;
  }

  private void bad(Yaml item, String text) {
    problems.error(
        item.place(),
        path + ": cannot read " + Problems.quote(text)
            + "; write \"8080:80\", \"8080:80/udp\" or \"8000-8010:8000-8010\", numbers up to "
            + HIGHEST);
  }

  private void longForm(Yaml item) {
    var fields = Fields.of(item, path, problems);
    long target = port(fields, "target");
    long published = port(fields, "published");
    var mode = fields.text("mode").orElse("");
    if (!Set.of("", "ingress", "host").contains(mode)) {
      problems.warning(
          fields.place("mode"),
          path + ".mode: Swarm takes " + Problems.quote(mode)
              + " for ingress; write that, or host");
      mode = "ingress";
    }
    var protocol =
        fields.has("protocol") ? protocol(fields.text("protocol").orElse(null), item) : "";
    fields.ignored("host_ip", "Swarm cannot honour it and listens on every address; delete it");
    fields.anything("name");
    fields.anything("app_protocol");
    fields.finish();
    if (target == 0) {
      problems.error(item.place(), path + ": target, the container's port, is missing");
    }
    ports.add(new Port(protocol, target, published, mode));
  }

  private long port(Fields fields, String key) {
    long port = fields.text(key).filter(String::isEmpty).isPresent()
        ? 0
        : fields.whole(key).orElse(0);
    if (port < 0 || port > HIGHEST) {
      problems.error(fields.place(key), fields.path(key) + ": expected a port up to " + HIGHEST);
    }
    return port;
  }
}
