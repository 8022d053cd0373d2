package org.nurture.platform.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/**
 * Reads the members of one JSON object and notes what is wrong with them, each with its JSON
 * Pointer.
 *
 * <p>No method throws for a bad member: it notes the problem and answers a stand-in ({@code ""}, 0,
 * empty), so that one reading finds all. {@link #read(JsonObject, Function)} throws in the end.
 * Members that nothing asked for are unknown: so ask for all of them, whatever the others say.
 */
public final class DocumentReader {
  private final JsonObject json;
  private final String path;
  private final Problems problems;
  private final Set<String> known = new HashSet<>();
  private final List<DocumentReader> inner = new ArrayList<>();

  private DocumentReader(JsonObject json, String path, Problems problems) {
    this.json = json;
    this.path = path;
    this.problems = problems;
  }

  /**
   * Reads a whole document.
   *
   * @throws org.nurture.platform.NurtureException MALFORMED or INVALID, with all that is wrong
   */
  public static <T> T read(JsonObject json, Function<DocumentReader, T> shape) {
    Problems problems = new Problems();
    T document = read(json, "", problems, shape);
    problems.throwIfAny();
    return document;
  }

  /** Reads a document that stands at a path of a larger one, and leaves throwing to the caller. */
  public static <T> T read(
      JsonObject json, String path, Problems problems, Function<DocumentReader, T> shape) {
    DocumentReader reader = new DocumentReader(json, path, problems);
    T document = shape.apply(reader);
    reader.refuseUnknown();
    return document;
  }

  /** The JSON Pointer of a member, whether it is there or not. */
  public String at(String member) {
    return path + "/" + member.replace("~", "~0").replace("/", "~1");
  }

  /** The JSON Pointer of the object itself. */
  public String path() {
    return path;
  }

  /** For checks of one's own; path by {@link #at}. */
  public Problems problems() {
    return problems;
  }

  /** Whether the member is there and not null. Asking makes it known. */
  public boolean has(String member) {
    return value(member) != null;
  }

  /** Read-only members of our own documents: allowed, and ignored. */
  public DocumentReader ignore(String... members) {
    known.addAll(Arrays.asList(members));
    return this;
  }

  /** Where the rest of the object can't be judged. */
  public DocumentReader ignoreAll() {
    known.addAll(json.keySet());
    return this;
  }

  /** A required text that is not blank. */
  public String text(String member, int longest) {
    String text = optionalText(member, longest);
    if (text == null) {
      if (!has(member)) {
        required(member, Text.of("a text"));
      }
      return "";
    }
    if (text.isBlank()) {
      problems.invalid(at(member), Text.of("“{0}” must not be empty", member));
    }
    return text;
  }

  /** A text; null where it is left out or null. May be empty. */
  public @Nullable String optionalText(String member, int longest) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonString string)) {
      wrongType(member, Text.of("a text"), value);
      return null;
    }
    String text = string.getString();
    if (text.length() > longest) {
      problems.invalid(
          at(member),
          Text.of("“{0}” has {1} characters; {2} are allowed", member, text.length(), longest));
    }
    if (text.indexOf('\0') >= 0) {
      problems.invalid(at(member), Text.of("“{0}” must not hold the character U+0000", member));
    }
    return text;
  }

  /** True or false; the default where it is left out or null. */
  public boolean flag(String member, boolean otherwise) {
    JsonValue value = value(member);
    if (value == null) {
      return otherwise;
    }
    if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
      return value == JsonValue.TRUE;
    }
    wrongType(member, Text.of("true or false"), value);
    return otherwise;
  }

  /** As {@link #flag}, null where it is left out or null. */
  public @Nullable Boolean optionalFlag(String member) {
    return has(member) ? Boolean.valueOf(flag(member, false)) : null;
  }

  /**
   * A required whole number. Everything else is content (422), as API.md has it for intervals: a
   * fraction, a text, null.
   */
  public int wholeNumber(String member, int least, int most) {
    known.add(member);
    JsonValue value = json.get(member);
    if (value == null) {
      required(member, Text.of("a whole number from {0} to {1}", least, most));
      return least;
    }
    Optional<Integer> number = whole(value).filter(n -> n >= least && n <= most);
    if (number.isEmpty()) {
      problems.invalid(
          at(member),
          Text.of(
              "{0} is not allowed: a whole number from {1} to {2}, please",
              shown(value), least, most));
    }
    return number.orElse(least);
  }

  /** As {@link #wholeNumber}, null where it is left out or null. */
  public @Nullable Integer optionalWholeNumber(String member, int least, int most) {
    return has(member) ? Integer.valueOf(wholeNumber(member, least, most)) : null;
  }

  /** A required word of an enum, in lower case as documents write it; null after a mistake. */
  public <E extends Enum<E>> @Nullable E word(String member, Class<E> type) {
    if (!has(member)) {
      required(member, Text.of("one of {0}", words(type)));
      return null;
    }
    return optionalWord(member, type);
  }

  /** As {@link #word}, null where it is left out or null. */
  public <E extends Enum<E>> @Nullable E optionalWord(String member, Class<E> type) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonString string)) {
      wrongType(member, Text.of("a text: one of {0}", words(type)), value);
      return null;
    }
    for (E e : type.getEnumConstants()) {
      if (e.name().toLowerCase(Locale.ROOT).equals(string.getString())) {
        return e;
      }
    }
    problems.invalid(
        at(member), Text.of("{0} is unknown here; allowed are {1}", shown(value), words(type)));
    return null;
  }

  /**
   * An ISO-8601 instant with its offset, cut to milliseconds; null where it is left out or null.
   */
  public @Nullable Instant optionalInstant(String member) {
    String text = optionalText(member, 60);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      problems.invalid(
          at(member),
          Text.of(
              "“{0}” is not an instant; write it as ISO-8601, like 2026-05-04T09:00:00Z", text));
      return null;
    }
  }

  /** An object, read by the function; null where it is left out, null or no object. */
  public <T> @Nullable T object(String member, Function<DocumentReader, T> shape) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonObject object)) {
      wrongType(member, Text.of("an object"), value);
      return null;
    }
    return shape.apply(inner(object, at(member)));
  }

  /** An object that must be there; null after a mistake. */
  public <T> @Nullable T requiredObject(String member, Function<DocumentReader, T> shape) {
    if (!has(member)) {
      required(member, Text.of("an object"));
    }
    return object(member, shape);
  }

  /** A list of objects; empty where it is left out or null. */
  public <T> List<T> objects(String member, Function<DocumentReader, T> shape) {
    List<T> read = new ArrayList<>();
    JsonArray array = list(member);
    for (int i = 0; array != null && i < array.size(); i++) {
      if (array.get(i) instanceof JsonObject object) {
        read.add(shape.apply(inner(object, at(member) + "/" + i)));
      } else {
        problems.malformed(
            at(member) + "/" + i,
            Text.of("This must be an object, not {0}", JsonText.typeOf(array.get(i))));
      }
    }
    return read;
  }

  /** A list of texts; empty where it is left out or null. */
  public List<String> texts(String member, int longest) {
    List<String> read = new ArrayList<>();
    JsonArray array = list(member);
    for (int i = 0; array != null && i < array.size(); i++) {
      String place = at(member) + "/" + i;
      if (!(array.get(i) instanceof JsonString string)) {
        problems.malformed(
            place, Text.of("This must be a text, not {0}", JsonText.typeOf(array.get(i))));
      } else if (string.getString().isBlank() || string.getString().length() > longest) {
        problems.invalid(place, Text.of("A text of 1 to {0} characters is expected here", longest));
      } else {
        read.add(string.getString());
      }
    }
    return read;
  }

  /** A list as it is; null where it is left out, null or no list. */
  public @Nullable JsonArray list(String member) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonArray array) {
      return array;
    }
    wrongType(member, Text.of("a list"), value);
    return null;
  }

  /** Any value as it is; null where it is left out or null. */
  public @Nullable JsonValue value(String member) {
    known.add(member);
    JsonValue value = json.get(member);
    return value == null || value == JsonValue.NULL ? null : value;
  }

  /** Whether the member is there, be it null. */
  public boolean mentions(String member) {
    known.add(member);
    return json.containsKey(member);
  }

  /** Notes that a member is missing. */
  public void required(String member, String expected) {
    problems.invalid(at(member), Text.of("“{0}” is missing: {1} is needed here", member, expected));
  }

  /** Notes that a member has the wrong JSON type (400). */
  public void wrongType(String member, String expected, JsonValue value) {
    problems.malformed(
        at(member),
        Text.of("“{0}” must be {1}, not {2}", member, expected, JsonText.typeOf(value)));
  }

  /** A value as it may stand in a message: whole if short. */
  public static String shown(JsonValue value) {
    String text = value instanceof JsonString string ? string.getString() : value.toString();
    String cut = text.length() > 60 ? text.substring(0, 59) + "…" : text;
    return value instanceof JsonString ? "“" + cut + "”" : cut;
  }

  /** The words of an enum as documents write them. */
  public static <E extends Enum<E>> String words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(e -> e.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static Optional<Integer> whole(JsonValue value) {
    if (!(value instanceof JsonNumber number)) {
      return Optional.empty();
    }
    BigDecimal decimal = number.bigDecimalValue();
    if (decimal.precision() - (long) decimal.scale() > 10 || decimal.scale() > 20) {
      return Optional.empty();
    }
    try {
      return Optional.of(decimal.intValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private DocumentReader inner(JsonObject object, String at) {
    DocumentReader reader = new DocumentReader(object, at, problems);
    inner.add(reader);
    return reader;
  }

  private void refuseUnknown() {
    for (String member : json.keySet()) {
      if (!known.contains(member)) {
        problems.invalid(
            at(member),
            Text.of(
                "“{0}” is not a member of this document; known are {1}",
                (member.length() > 60 ? member.substring(0, 59) + "…" : member),
                known.stream().sorted().collect(Collectors.joining(", "))));
      }
    }
    inner.forEach(DocumentReader::refuseUnknown);
  }
}
