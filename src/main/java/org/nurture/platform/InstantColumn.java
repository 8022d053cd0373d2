package org.nurture.platform;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Instants in JPA entities, whose version here does not know them by itself.
 *
 * <p>EclipseLink hands over what the driver gives: H2 an OffsetDateTime, PostgreSQL a Timestamp.
 */
@Converter
public class InstantColumn implements AttributeConverter<Instant, Object> {
  @Override
  public @Nullable Object convertToDatabaseColumn(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  @Override
  public @Nullable Instant convertToEntityAttribute(@Nullable Object value) {
    if (value instanceof OffsetDateTime at) {
      return at.toInstant();
    }
    return value == null ? null : ((Timestamp) value).toInstant();
  }
}
