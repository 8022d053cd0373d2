package org.nurture.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of the tests' little CRM: a key and named fields. */
public final class Contact {
  /** All fields, in the order of the table's columns. */
  public static final List<String> FIELDS =
      List.of(
          "name",
          "email",
          "phone",
          "score",
          "stage",
          "country",
          "company_id",
          "active",
          "opt_out",
          "poison");

  private final long key;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private Contact(long key) {
    this.key = key;
    fields.put("name", "Contact " + key);
    fields.put("email", "c" + key + "@example.org");
    fields.put("phone", "+39333" + (1_000_000 + key));
    fields.put("score", 0);
    fields.put("stage", "new");
    fields.put("country", "IT");
    fields.put("company_id", null);
    fields.put("active", true);
    fields.put("opt_out", false);
    fields.put("poison", false);
  }

  /** A contact with a mailbox and a phone of its own, active, from Italy, stage new, score 0. */
  public static Contact contact(long key) {
    return new Contact(key);
  }

  public Contact with(String field, @Nullable Object value) {
    if (!FIELDS.contains(field)) {
      throw new IllegalArgumentException(field + " is none of " + FIELDS);
    }
    fields.put(field, value);
    return this;
  }

  public long key() {
    return key;
  }

  public @Nullable Object get(String field) {
    return fields.get(field);
  }

  public @Nullable String text(String field) {
    Object value = fields.get(field);
    return value == null ? null : value.toString();
  }

  public boolean is(String field) {
    return Boolean.TRUE.equals(fields.get(field));
  }

  public Contact copy() {
    Contact copy = new Contact(key);
    copy.fields.putAll(fields);
    return copy;
  }

  @Override
  public String toString() {
    return key + " " + fields;
  }
}
