package org.nurture.web.page;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a document that are one text each, as a form edits them. */
public final class TextMembers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, @Nullable String> byMember = new LinkedHashMap<>();

  /** Takes over those of a stored document. */
  public void read(JsonObject document) {
    document.forEach(
        (member, value) -> {
          if (value instanceof JsonString text) {
            byMember.put(member, text.getString());
          }
        });
  }

  /** Adds one to a document, without the space around it; left out where it is blank. */
  public void write(String member, JsonObjectBuilder out) {
    String text = of(member);
    if (!text.isBlank()) {
      out.add(member, text.strip());
    }
  }

  /** One of them; empty: nothing yet. */
  public String of(String member) {
    String given = byMember.get(member);
    return given == null ? "" : given;
  }

  public void put(String member, String text) {
    byMember.put(member, text);
  }

  /** By member; pages write into it, and null for what is left empty. */
  public Map<String, @Nullable String> map() {
    return byMember;
  }
}
