package org.nurture.web.campaign;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.IntervalUnit;

/** A number and a unit as typed. */
public final class TypedLength implements Serializable {
  private static final long serialVersionUID = 1L;

  private String count;
  private IntervalUnit unit;

  TypedLength(String count, IntervalUnit unit) {
    this.count = count;
    this.unit = unit;
  }

  static TypedLength read(JsonObject document, String otherwise) {
    return new TypedLength(
        document.get("interval") instanceof JsonNumber n ? n.toString() : otherwise,
        IntervalUnit.valueOf(document.getString("unit", "days").toUpperCase(Locale.ROOT)));
  }

  TypedLength copy() {
    return new TypedLength(count, unit);
  }

  /** A number where a number was typed, text where not, null where nothing. */
  JsonObject write() {
    JsonValue number;
    String typed = count.strip();
    try {
      number =
          typed.isEmpty() ? JsonValue.NULL : ActivityDraft.JSON.createValue(new BigDecimal(typed));
    } catch (NumberFormatException e) {
      number = ActivityDraft.JSON.createValue(typed);
    }
    return ActivityDraft.JSON
        .createObjectBuilder()
        .add("interval", number)
        .add("unit", unit.name().toLowerCase(Locale.ROOT))
        .build();
  }

  /** Whether a whole number was typed. */
  boolean whole() {
    return !count.isBlank() && count.strip().chars().allMatch(c -> c >= '0' && c <= '9');
  }

  public String getCount() {
    return count;
  }

  public void setCount(@Nullable String count) {
    this.count = count == null ? "" : count.strip();
  }

  public IntervalUnit getUnit() {
    return unit;
  }

  public void setUnit(IntervalUnit unit) {
    this.unit = unit;
  }
}
