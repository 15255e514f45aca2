package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What the attempts of a stack's job wrote themselves into a database: a row at the beginning, the
 * time while they worked, and the end.
 *
 * @param database finds the container on the engine, as an argument of {@code docker}
 */
record Witness(Engine engine, String database, String stack) {
  private static final String ROWS = "select run || '|' || service || '|' || task || '|'"
      + " || extract(epoch from started) || '|' || extract(epoch from coalesce(finished, alive))"
      + " || '|' || (finished is not null) from witness where stack = '%s' order by id";

  /** In the database that the stack has itself. */
  Witness(TestStack stack) {
    this(
        stack.engine(),
        "$(docker ps --quiet --filter status=running --filter label=com.docker.swarm.service.name="
            + stack.service("postgres") + ")",
        "own");
  }

  /**
   * @param last when it was seen at work for the last time, in seconds as {@code started}
   * @param finished it came to its own end, with whatever exit code
   */
  record Row(
      String run, String service, String task, double started, double last, boolean finished) {
    static Row parse(String line) {
      var part = line.split("\\|");
      return new Row(
          part[0],
          part[1],
          part[2],
          Double.parseDouble(part[3]),
          Double.parseDouble(part[4]),
          part[5].equals("true"));
    }
  }

  List<Row> rows() {
    // The first attempt of all makes the table.
    if (sql("select to_regclass('witness')").isEmpty()) return List.of();
    return sql(ROWS.formatted(stack)).stream().map(Row::parse).toList();
  }

  List<String> sql(String query) {
    return engine.lines("docker exec " + database + " psql -U pythonapp -Atc \"" + query + "\"");
  }

  /** All rows, in order; never were two at work at once. */
  List<Row> apart() {
    var rows = rows();
    for (int i = 1; i < rows.size(); i++) {
      var before = rows.get(i - 1);
      assertThat(before.last())
          .as("%s before %s", before, rows.get(i))
          .isLessThan(rows.get(i).started());
    }
    return rows;
  }

  /** Exactly these runs, each begun once and finished, never two at a time. */
  void sawEachOnce(String... runs) {
    var rows = apart();
    assertThat(rows).as("witness").extracting(Row::run).containsExactly(runs);
    assertThat(rows).as("finished").allMatch(Row::finished);
  }

  void sawOneCutShortAndOneFinish() {
    assertThat(apart()).extracting(Row::finished).containsExactly(false, true);
  }
}
