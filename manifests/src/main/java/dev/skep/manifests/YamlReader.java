package dev.skep.manifests;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the one mapping that a file must hold, or says why it is none. */
final class YamlReader {
  private final String file;
  private final FileKind kind;
  private final Problems problems;

  YamlReader(String file, FileKind kind, Problems problems) {
    this.file = file;
    this.kind = kind;
    this.problems = problems;
  }

  Optional<Yaml.Mapping> read(byte[] bytes) {
    var text = decode(bytes);
    return text.flatMap(this::parse).flatMap(this::mapping);
  }

  private Optional<String> decode(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      var text = decoder.decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      problems.error(Place.top(file), "not text in UTF-8; save the file in that encoding");
      return Optional.empty();
    }
  }

  private Optional<Yaml> parse(String text) {
    var settings = LoadSettings.builder()
        .setLabel(file)
        .setCodePointLimit(Integer.MAX_VALUE)
        .build();
    try {
      return new YamlComposer(file, problems).compose(new Parse(settings).parseString(text));
    } catch (YamlRefusal e) {
      problems.error(e.place(), e.getMessage());
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      problems.error(place(mark), "not valid YAML: " + explain(e));
    } catch (ReaderException e) {
      problems.error(
          placeOf(text, e.getPosition()),
          "not valid YAML: the character U+%04X is not allowed; remove it"
              .formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      problems.error(Place.top(file), "not valid YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String explain(MarkedYamlEngineException e) {
    var problem = String.valueOf(e.getProblem());
    if (problem.contains("TAB")) return "a tab where YAML wants spaces; indent with spaces";
    if (problem.startsWith("mapping values are not allowed")) {
      return "a second \": \" on one line; quote the value, or begin a new line";
    }
    if (problem.startsWith("undefined alias")) {
      return problem + "; write its anchor (&name) before it is used";
    }
    return e.getContext() == null ? problem : e.getContext() + ", " + problem;
  }

  private Optional<Yaml.Mapping> mapping(Yaml yaml) {
    if (yaml instanceof Yaml.Mapping mapping) return Optional.of(mapping);
    problems.error(yaml.place(), yaml.isNull() ? kind.empty() : kind.wrong(yaml));
    return Optional.empty();
  }

  private Place place(Optional<Mark> mark) {
    return mark.map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1))
        .orElse(Place.top(file));
  }

  private Place placeOf(String text, int position) {
    var before = text.substring(0, Math.clamp(position, 0, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(file, line, before.length() - before.lastIndexOf('\n'));
  }
}
