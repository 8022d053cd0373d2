package org.nurture.web.target;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Survey.SurveyRole;

/** One role of a target's form. */
public class TargetRole implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String role;
  private String field = "";
  private List<String> choices = List.of();
  private @Nullable String guessed;
  private String why = "";
  private boolean taken;

  TargetRole(String role) {
    this.role = role;
  }

  void take(@Nullable SurveyRole found) {
    SurveyRole known = Objects.requireNonNull(found);
    choices = known.choices();
    guessed = known.guessed();
    why = known.why() == null ? "" : known.why().name();
    if (!taken) {
      field = known.field() == null ? "" : known.field();
      taken = true;
    }
  }

  /** As documents name it: {@code timeZone}. */
  String word() {
    StringBuilder word = new StringBuilder();
    for (String part : role.toLowerCase(Locale.ROOT).split("_")) {
      word.append(
          word.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return word.toString();
  }

  /** Key of the line of help: what the choice rests on. */
  public String getReason() {
    if (field.isEmpty()) {
      return guessed == null ? "NOTHING" : "NONE";
    }
    return field.equals(guessed) ? why : "CHOSEN";
  }

  public String getRole() {
    return role;
  }

  public String getField() {
    return field;
  }

  public void setField(@Nullable String field) {
    this.field = field == null ? "" : field;
  }

  public List<String> getChoices() {
    return choices;
  }
}
