package org.nurture.audience;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.DataType;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.platform.Text;

/** Values of filters, documents and columns, made into each other. */
final class Values {
  private static final Pattern UUID_FORM =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

  /** Offsets may lack their minutes. */
  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][X]")
          .toFormatter(Locale.ROOT);

  private Values() {}

  /** A value that a field can't hold. The message says what is allowed. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  /**
   * What to bind for a value of a filter.
   *
   * @param value Boolean, Long, BigDecimal or String
   * @throws Unfit if the field can't be compared with it
   */
  static Object bind(Column column, Object value, Instant now) throws Unfit {
    Object bound = tryBind(column.kind(), value, now);
    if (bound == null) {
      throw new Unfit(
          Text.of("“{0}” takes {1}, not {2}", column.word(), column.type().allowed(), show(value)));
    }
    return bound;
  }

  private static @Nullable Object tryBind(SqlKind kind, Object value, Instant now) {
    return switch (kind) {
      case TEXT, CAST_TEXT -> value instanceof String ? value : null;
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case LONG -> value instanceof Long ? value : null;
      case DECIMAL -> decimal(value);
      case DOUBLE -> value instanceof Number n ? n.doubleValue() : null;
      case REAL -> value instanceof Number n ? n.floatValue() : null;
      case DATE -> value instanceof String s ? known(date(s, now)) : null;
      case LOCAL_DATETIME -> {
        Instant at = value instanceof String s ? known(instant(s, now)) : null;
        yield at == null ? null : LocalDateTime.ofInstant(at, ZoneOffset.UTC);
      }
      case ZONED_DATETIME -> {
        Instant at = value instanceof String s ? known(instant(s, now)) : null;
        yield at == null ? null : at.atOffset(ZoneOffset.UTC);
      }
      case TIME -> value instanceof String s ? time(s) : null;
      case UUID ->
          value instanceof String s && UUID_FORM.matcher(s).matches() ? UUID.fromString(s) : null;
      case OTHER -> null;
    };
  }

  private static @Nullable BigDecimal decimal(Object value) {
    return value instanceof Long n
        ? BigDecimal.valueOf(n)
        : value instanceof BigDecimal d ? d : null;
  }

  /** Databases differ in what lies beyond; nobody's birthday does. */
  private static @Nullable LocalDate known(@Nullable LocalDate date) {
    return date != null && date.getYear() >= 1 && date.getYear() <= 9999 ? date : null;
  }

  private static @Nullable Instant known(@Nullable Instant at) {
    return at != null && known(LocalDate.ofInstant(at, ZoneOffset.UTC)) != null ? at : null;
  }

  private static @Nullable LocalDate date(String text, Instant now) {
    if (RelativeDate.looksLike(text)) {
      LocalDateTime at = RelativeDate.at(text, now);
      return at == null ? null : at.toLocalDate();
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** With an offset, without one (UTC), or a date alone (its first instant). */
  private static @Nullable Instant instant(String text, Instant now) {
    if (RelativeDate.looksLike(text)) {
      LocalDateTime at = RelativeDate.at(text, now);
      return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }
    String iso = text.replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      return iso.matches(".*T.*([zZ]|[+-]\\d\\d:?\\d*)")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether values of it are moments, or days. */
  static boolean isMoment(SqlKind kind) {
    return kind == SqlKind.DATE || kind == SqlKind.LOCAL_DATETIME || kind == SqlKind.ZONED_DATETIME;
  }

  /** What to bind for a moment; without a zone it is UTC. */
  static Object moment(SqlKind kind, Instant at) {
    return switch (kind) {
      case DATE -> LocalDate.ofInstant(at, ZoneOffset.UTC);
      case LOCAL_DATETIME -> LocalDateTime.ofInstant(at, ZoneOffset.UTC);
      case ZONED_DATETIME -> at.atOffset(ZoneOffset.UTC);
      default -> throw new IllegalArgumentException(kind + " holds no moments");
    };
  }

  /**
   * The moment that was read as a text, as {@link #moment} binds it; a day is its first instant.
   */
  static Optional<Instant> momentOf(SqlKind kind, @Nullable Object read) {
    Object seen = seen(kind, read);
    if (seen instanceof LocalDate day) {
      return Optional.of(day.atStartOfDay().toInstant(ZoneOffset.UTC));
    }
    return seen instanceof Instant at ? Optional.of(at) : Optional.empty();
  }

  private static @Nullable LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** How jOOQ binds and reads a column. */
  static DataType<?> dataType(SqlKind kind) {
    return switch (kind) {
      case TEXT, CAST_TEXT, OTHER -> SQLDataType.VARCHAR;
      case LONG -> SQLDataType.BIGINT;
      case DECIMAL -> SQLDataType.NUMERIC;
      case DOUBLE -> SQLDataType.DOUBLE;
      case REAL -> SQLDataType.REAL;
      case BOOLEAN -> SQLDataType.BOOLEAN;
      case DATE -> SQLDataType.LOCALDATE;
      case LOCAL_DATETIME -> SQLDataType.LOCALDATETIME;
      case ZONED_DATETIME -> SQLDataType.TIMESTAMPWITHTIMEZONE;
      case TIME -> SQLDataType.LOCALTIME;
      case UUID -> SQLDataType.UUID;
    };
  }

  /** A value that was read, as everyone else sees it: see {@link Audience#records}. */
  static @Nullable Object seen(SqlKind kind, @Nullable Object read) {
    if (read == null) {
      return null;
    }
    return switch (kind) {
      case DOUBLE, REAL -> {
        double number = ((Number) read).doubleValue();
        yield Double.isFinite(number) ? new BigDecimal(read.toString()) : read.toString();
      }
      case UUID -> read.toString().toLowerCase(Locale.ROOT);
      case DATE, LOCAL_DATETIME, ZONED_DATETIME, TIME -> date(kind, read.toString());
      default -> read;
    };
  }

  /** As databases write them; what Java's calendar does not know stays a text. */
  private static Object date(SqlKind kind, String text) {
    String iso = text.replace(' ', 'T');
    try {
      return switch (kind) {
        case DATE -> LocalDate.parse(iso);
        case TIME -> LocalTime.parse(iso);
        case LOCAL_DATETIME -> LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        default -> OffsetDateTime.parse(iso, WRITTEN).toInstant();
      };
    } catch (DateTimeException e) {
      return text;
    }
  }

  static String show(Object value) {
    String text = value.toString();
    String cut = text.length() > 60 ? text.substring(0, 59) + "…" : text;
    return value instanceof String ? "“" + cut + "”" : cut;
  }
}
