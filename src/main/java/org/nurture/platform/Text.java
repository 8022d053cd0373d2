package org.nurture.platform;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Texts that classes make for people, in the reader's language: refusals, reasons, filters in
 * words.
 *
 * <p>As with gettext, the English pattern is the key: it stands where it is used, and {@code
 * texts_it.po} beside this class has the Italian one. Parameters are MessageFormat's, plurals its
 * {@code choice}; an apostrophe is an apostrophe. Numbers are written as the language does where
 * the pattern says {@code {0,number}}, and in digits alone elsewhere. Texts of pages are in the
 * bundles of {@code web} instead.
 */
public final class Text {
  private static final Map<String, String> ITALIAN = load("texts_it.po");

  /** Around a kept text, and between its parts; no text for people holds them. */
  private static final char BEGIN = '\u0002';

  private static final char NEXT = '\u001f';
  private static final char END = '\u0003';

  private static final ThreadLocal<Boolean> KEEPING = ThreadLocal.withInitial(() -> false);

  private Text() {}

  /**
   * @param english the pattern, a literal, so that a test can find it
   */
  public static String of(String english, @Nullable Object... parameters) {
    if (KEEPING.get()) {
      return Stream.concat(Stream.of(english), Arrays.stream(parameters).map(String::valueOf))
          .collect(joining(String.valueOf(NEXT), String.valueOf(BEGIN), String.valueOf(END)));
    }
    Locale locale = Language.current();
    String pattern =
        locale.getLanguage().equals("it") ? ITALIAN.getOrDefault(english, english) : english;
    return parameters.length == 0
        ? pattern
        : new MessageFormat(pattern.replace("'", "''"), locale).format(plain(english, parameters));
  }

  /**
   * Does work whose texts are stored: they come out as patterns with their parameters, which {@link
   * #read(String)} says in each reader's language.
   */
  public static <T> T kept(Supplier<T> work) {
    boolean within = KEEPING.get();
    KEEPING.set(true);
    try {
      return work.get();
    } finally {
      if (!within) {
        KEEPING.remove();
      }
    }
  }

  /** A stored text, with what was kept in it in the reader's language. */
  public static String read(String stored) {
    int end = stored.indexOf(END);
    int begin = end < 0 ? -1 : stored.lastIndexOf(BEGIN, end);
    if (begin < 0) {
      // cut off where it was stored
      return stored.replace(String.valueOf(BEGIN), "").replace(NEXT, ' ');
    }
    String[] parts = stored.substring(begin + 1, end).split(String.valueOf(NEXT), -1);
    Object[] parameters = new Object[parts.length - 1];
    for (int i = 0; i < parameters.length; i++) {
      boolean number = parts[0].contains("{" + i + ",");
      parameters[i] = number ? new BigDecimal(parts[i + 1]) : parts[i + 1];
    }
    String said = of(parts[0], parameters);
    return read(stored.substring(0, begin) + said + stored.substring(end + 1));
  }

  /** Marks a literal whose text {@link #of} takes elsewhere, by a variable. */
  public static String mark(String english) {
    return english;
  }

  /** Numbers in digits alone, unless the pattern says how. */
  private static @Nullable Object[] plain(String pattern, @Nullable Object[] parameters) {
    @Nullable Object[] plain = parameters.clone();
    for (int i = 0; i < plain.length; i++) {
      if (!pattern.contains("{" + i + ",")) {
        plain[i] = String.valueOf(plain[i]);
      }
    }
    return plain;
  }

  private static Map<String, String> load(String file) {
    try (InputStream in = requireNonNull(Text.class.getResourceAsStream(file), file);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return read(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pairs of a gettext file: {@code msgid} and {@code msgstr}, which may go on below. */
  static Map<String, String> read(Reader file) throws IOException {
    Map<String, String> texts = new HashMap<>();
    StringBuilder id = new StringBuilder();
    StringBuilder text = new StringBuilder();
    StringBuilder open = id;
    BufferedReader lines = new BufferedReader(file);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("msgid ")) {
        keep(id, text, texts);
        open = id;
      } else if (line.startsWith("msgstr ")) {
        open = text;
      }
      if (!line.startsWith("#") && line.indexOf('"') >= 0) {
        open.append(unquoted(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'))));
      }
    }
    keep(id, text, texts);
    return Map.copyOf(texts);
  }

  private static void keep(StringBuilder id, StringBuilder text, Map<String, String> texts) {
    if (!id.isEmpty() && texts.put(id.toString(), text.toString()) != null) {
      throw new IllegalStateException("twice: " + id);
    }
    id.setLength(0);
    text.setLength(0);
  }

  private static String unquoted(String text) {
    return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
