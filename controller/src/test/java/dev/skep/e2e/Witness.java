package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a job itself wrote into its stack's database: a row when it began, completed at its end. */
record Witness(TestStack stack) {
  private static final String ROWS = "select run || '|' || service || '|' || task || '|'"
      + " || extract(epoch from started) || '|' || coalesce(extract(epoch from finished), 0)"
      + " from witness order by started";

  /** Times in seconds; {@code finished} is 0 for a row without an end. */
  record Row(String run, String service, String task, double started, double finished) {
    static Row parse(String line) {
      var part = line.split("\\|");
      return new Row(
          part[0], part[1], part[2], Double.parseDouble(part[3]), Double.parseDouble(part[4]));
    }

    boolean overlaps(Row later) {
      return finished == 0 || later.started < finished;
    }
  }

  List<Row> rows() {
    return sql(ROWS).stream().map(Row::parse).toList();
  }

  List<String> sql(String query) {
    return stack
        .engine()
        .lines("docker exec $(docker ps --quiet --filter status=running"
            + " --filter label=com.docker.swarm.service.name=" + stack.service("postgres")
            + ") psql -U pythonapp -Atc \"" + query + "\"");
  }

  /** Exactly these runs, each begun once and finished, never two at a time. */
  void sawEachOnce(String... runs) {
    var rows = rows();
    assertThat(rows).as("witness").extracting(Row::run).containsExactly(runs);
    assertThat(rows).as("finished").allMatch(row -> row.finished() > 0);
    for (int i = 1; i < rows.size(); i++) {
      var before = rows.get(i - 1);
      var after = rows.get(i);
      assertThat(before.overlaps(after)).as("%s overlaps %s", before, after).isFalse();
    }
  }
}
