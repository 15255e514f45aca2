package dev.skep.controller.docker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skep.model.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads JSON text into trees; {@link Tree#canonical()} writes it. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Fields that are skipped while reading and so are never held: large, secret or not needed. */
  record Drop(boolean whole, Map<String, Drop> fields) {
    static final Drop NOTHING = new Drop(false, Map.of());
    static final Drop ALL = new Drop(true, Map.of());

    static Drop field(String name, Drop drop) {
      return new Drop(false, Map.of(name, drop));
    }

    Drop at(String name) {
      return fields.getOrDefault(name, NOTHING);
    }
  }

  private Json() {}

  static Optional<Tree> parse(byte[] text) {
    return parse(text, Drop.NOTHING);
  }

  /** Empty when the text is not JSON; {@code drop} is relative to each item of an outer array. */
  static Optional<Tree> parse(byte[] text, Drop drop) {
    try (var parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) return Optional.empty();
      return Optional.of(value(parser, drop));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Tree value(JsonParser parser, Drop drop) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, drop);
      case START_ARRAY -> array(parser, drop);
      case VALUE_STRING -> Tree.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Tree.Num(parser.getDecimalValue());
      case VALUE_TRUE -> Tree.of(true);
      case VALUE_FALSE -> Tree.of(false);
      case VALUE_NULL -> Tree.Nil.NIL;
      case null, default -> throw new IOException("unexpected end of JSON");
    };
  }

  private static Tree object(JsonParser parser, Drop drop) throws IOException {
    var fields = new LinkedHashMap<String, Tree>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var inside = drop.at(name);
      parser.nextToken();
      if (inside.whole()) parser.skipChildren();
      else fields.put(name, value(parser, inside));
    }
    return new Tree.Obj(fields);
  }

  private static Tree array(JsonParser parser, Drop drop) throws IOException {
    var items = new ArrayList<Tree>();
    while (parser.nextToken() != JsonToken.END_ARRAY) items.add(value(parser, drop));
    return new Tree.Arr(items);
  }
}
