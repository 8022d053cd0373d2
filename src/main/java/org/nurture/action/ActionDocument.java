package org.nurture.action;

import jakarta.json.JsonObject;
import java.util.List;
import org.nurture.audience.HostWriter;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * A server action as people write it (API.md, Templates and actions). Immutable.
 *
 * @param groups that may use it; empty: everybody
 */
public record ActionDocument(
    String name, String target, ActionKind kind, List<Setting> set, List<String> groups) {
  private static final int MOST_SETTINGS = 100;

  public ActionDocument {
    set = List.copyOf(set);
    groups = List.copyOf(groups);
  }

  /** Reads a document of its own. */
  public static ActionDocument read(DocumentReader in) {
    return read(in, in.text("target", 100));
  }

  /** Reads a document inside a campaign, where the target may be left out. */
  static ActionDocument readWithin(DocumentReader in, String target) {
    String own = in.optionalText("target", 100);
    if (own != null && !own.equals(target)) {
      in.problems()
          .invalid(
              in.at("target"),
              "This action is for “" + own + "”, the campaign for “" + target + "”");
    }
    return read(in, target);
  }

  private static ActionDocument read(DocumentReader in, String target) {
    in.ignore("id", "campaign", "version");
    String name = in.text("name", 200);
    ActionKind kind = in.word("kind", ActionKind.class);
    List<String> groups = in.texts("groups", 100);
    if (kind != null && !kind.available()) {
      in.ignoreAll();
      in.problems()
          .invalid(
              in.at("kind"),
              "“"
                  + kind.word()
                  + "” can't be executed yet; available are "
                  + ActionKind.availableWords());
      return new ActionDocument(name, target, kind, List.of(), groups);
    }
    List<Setting> set = in.objects("set", Setting::read);
    if (kind != null && (set.isEmpty() || set.size() > MOST_SETTINGS)) {
      in.problems()
          .invalid(
              in.at("set"), "“set” needs 1 to " + MOST_SETTINGS + " fields, each with its value");
    }
    return new ActionDocument(
        name, target, kind == null ? ActionKind.UPDATE_RECORD : kind, set, groups);
  }

  /** The document as it was or would be written. */
  public JsonObject toJson() {
    return put(new DocumentWriter()).build();
  }

  DocumentWriter put(DocumentWriter out) {
    return out.put("name", name)
        .put("target", target)
        .put("kind", kind.word())
        .put("set", DocumentWriter.array(set.stream().map(Setting::toJson).toList()))
        .put("groups", groups);
  }

  List<HostWriter.Assignment> assignments() {
    return set.stream().map(Setting::assignment).toList();
  }
}
