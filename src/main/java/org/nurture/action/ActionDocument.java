package org.nurture.action;

import jakarta.json.JsonObject;
import java.util.List;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * A server action as people write it (API.md, Templates and actions). Immutable.
 *
 * @param groups that may use it; empty: everybody
 */
public record ActionDocument(String name, String target, Effect effect, List<String> groups) {

  public ActionDocument {
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
              Text.of("This action is for “{0}”, the campaign for “{1}”", own, target));
    }
    return read(in, target);
  }

  private static ActionDocument read(DocumentReader in, String target) {
    in.ignore("id", "campaign", "version");
    String name = in.text("name", 200);
    ActionKind kind = in.word("kind", ActionKind.class);
    List<String> groups = in.texts("groups", 100);
    if (kind == null) {
      // what else there is can't be judged
      in.ignoreAll();
      return new ActionDocument(name, target, new Sequence(List.of()), groups);
    }
    return new ActionDocument(name, target, kind.read(in), groups);
  }

  public ActionKind kind() {
    return effect.kind();
  }

  /** The document as others may read it: without secrets. */
  public JsonObject toJson() {
    return put(new DocumentWriter()).build();
  }

  /** The document with its secrets, for keeping it: nothing else may see it. */
  JsonObject stored() {
    return effect.putAll(head(new DocumentWriter())).put("groups", groups).build();
  }

  /** In the place of another document of the same action. */
  ActionDocument replacing(ActionDocument before) {
    return new ActionDocument(name, target, effect.replacing(before.effect), groups);
  }

  private DocumentWriter head(DocumentWriter out) {
    return out.put("name", name).put("target", target).put("kind", kind().word());
  }

  DocumentWriter put(DocumentWriter out) {
    return effect.put(head(out)).put("groups", groups);
  }
}
