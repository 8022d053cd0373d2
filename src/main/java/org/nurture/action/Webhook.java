package org.nurture.action;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.message.webhook.WebhookSecret;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * {@code webhook}: posts fields of the record as JSON. Nobody reads the secret back: documents say
 * {@code hasSecret} instead, and one that does not mention {@code secret} leaves it as it is.
 *
 * @param fields paths of the record, in the order in which they are posted
 * @param secret that requests are signed with; null: they are not
 * @param kept whether the document left the secret as it is
 */
public record Webhook(String url, List<String> fields, @Nullable String secret, boolean kept)
    implements Effect {
  private static final int LONGEST_URL = 2000;
  private static final int LONGEST_SECRET = 200;
  private static final int MOST = 100;

  public Webhook {
    fields = List.copyOf(fields);
  }

  static Webhook read(DocumentReader in) {
    in.ignore("hasSecret");
    String url = in.text("url", LONGEST_URL).strip();
    List<String> fields = in.texts("fields", 400);
    if (fields.isEmpty() || fields.size() > MOST) {
      in.problems().invalid(in.at("fields"), Text.of("“fields” needs 1 to {0} fields", MOST));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      if (!seen.add(fields.get(i))) {
        in.problems()
            .invalid(in.at("fields") + "/" + i, Text.of("“{0}” is named twice", fields.get(i)));
      }
    }
    boolean kept = !in.mentions("secret");
    String secret = in.optionalText("secret", LONGEST_SECRET);
    if (secret != null) {
      WebhookSecret.refusal(secret).ifPresent(why -> in.problems().invalid(in.at("secret"), why));
    }
    return new Webhook(url, fields, secret, kept);
  }

  @Override
  public ActionKind kind() {
    return ActionKind.WEBHOOK;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    return out.put("url", url).put("fields", fields).put("hasSecret", secret != null);
  }

  @Override
  public DocumentWriter putAll(DocumentWriter out) {
    return out.put("url", url).put("fields", fields).put("secret", secret);
  }

  @Override
  public Effect replacing(Effect before) {
    return kept && before instanceof Webhook webhook
        ? new Webhook(url, fields, webhook.secret, false)
        : this;
  }

  /** The record's text says what is shown of it, in logs as well. */
  @Override
  public String toString() {
    return "Webhook[url=" + url + ", fields=" + fields + ", hasSecret=" + (secret != null) + "]";
  }
}
