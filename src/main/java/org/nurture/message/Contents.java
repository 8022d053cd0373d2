package org.nurture.message;

import static org.nurture.platform.schema.Tables.MESSAGE_CONTENT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Sha256;
import org.nurture.template.CompiledMail;
import org.nurture.template.Escape;
import org.nurture.template.Liquid;
import org.nurture.template.MailContent;
import org.nurture.template.SmsContent;

/**
 * Immutable copies of templates, which messages refer to: editing a template changes no message
 * that is composed (U7). Equal ones are kept once.
 */
@ApplicationScoped
public class Contents {
  private static final JsonProvider JSON = JsonProvider.provider();

  /** Far more than a server sends at a time; compiled parts are some kilobytes. */
  private static final int CACHED = 500;

  private final Database database;
  private final Map<Long, Content> cache = new ConcurrentHashMap<>();

  @Inject
  public Contents(Database database) {
    this.database = database;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Contents() {
    this(null);
  }

  /**
   * What a message is made of, compiled.
   *
   * @param tracking whether links and opens are tracked
   * @param mail null for an SMS
   * @param sms null for a mail
   */
  public record Content(
      long id, boolean tracking, @Nullable CompiledMail mail, @Nullable Liquid sms) {
    Set<String> paths() {
      return mail != null ? mail.paths() : sms == null ? Set.of() : sms.paths();
    }
  }

  Content store(MailContent mail, boolean tracking) {
    JsonObjectBuilder json = JSON.createObjectBuilder();
    json.add("kind", "mail").add("tracking", tracking).add("subject", mail.subject());
    add(json, "from", mail.from());
    add(json, "replyTo", mail.replyTo());
    add(json, "preview", mail.preview());
    add(json, "html", mail.html());
    add(json, "text", mail.text());
    return compiled(json.build());
  }

  Content store(SmsContent sms, boolean tracking) {
    return compiled(
        JSON.createObjectBuilder()
            .add("kind", "sms")
            .add("tracking", tracking)
            .add("text", sms.text())
            .build());
  }

  /** The content of that id; read once, then kept. */
  public Content load(long id) {
    Content known = cache.get(id);
    return known != null ? known : keep(id, document(id));
  }

  /** The document of that id, as it was stored. */
  public JsonObject document(long id) {
    String document =
        database
            .sql()
            .select(MESSAGE_CONTENT.DOCUMENT)
            .from(MESSAGE_CONTENT)
            .where(MESSAGE_CONTENT.ID.eq(id))
            .fetchOne(MESSAGE_CONTENT.DOCUMENT);
    if (document == null) {
      throw new IllegalStateException("message content " + id + " is gone");
    }
    return Values.object(document);
  }

  private Content compiled(JsonObject json) {
    long id = store(json);
    Content known = cache.get(id);
    return known != null ? known : keep(id, json);
  }

  /** Keeps a document that is no template; answers its id. */
  public long store(JsonObject json) {
    String document = json.toString();
    String hash = Sha256.hex(document);
    Long id = find(hash);
    if (id == null) {
      insert(hash, document);
      id = find(hash);
    }
    if (id == null) {
      throw new IllegalStateException("message content " + hash + " was not stored");
    }
    return id;
  }

  private @Nullable Long find(String hash) {
    return database
        .sql()
        .select(MESSAGE_CONTENT.ID)
        .from(MESSAGE_CONTENT)
        .where(MESSAGE_CONTENT.HASH.eq(hash))
        .fetchOne(MESSAGE_CONTENT.ID);
  }

  private void insert(String hash, String document) {
    var insert =
        database
            .sql()
            .insertInto(MESSAGE_CONTENT, MESSAGE_CONTENT.HASH, MESSAGE_CONTENT.DOCUMENT)
            .values(hash, document);
    if (database.dialect() == SQLDialect.POSTGRES) {
      insert.onConflict(MESSAGE_CONTENT.HASH).doNothing().execute();
      return;
    }
    try {
      insert.execute();
    } catch (IntegrityConstraintViolationException e) {
      // Another chunk stored the same; H2 undoes the statement alone.
    } catch (DataAccessException e) {
      if (!String.valueOf(e.sqlState()).startsWith("23")) {
        throw e;
      }
    }
  }

  private Content keep(long id, JsonObject json) {
    boolean tracking = json.getBoolean("tracking", true);
    Content content =
        json.getString("kind").equals("mail")
            ? new Content(
                id,
                tracking,
                CompiledMail.of(
                    new MailContent(
                        json.getString("subject"),
                        text(json, "from"),
                        text(json, "replyTo"),
                        text(json, "preview"),
                        text(json, "html"),
                        text(json, "text"))),
                null)
            : new Content(id, tracking, null, Liquid.compile(json.getString("text"), Escape.TEXT));
    if (cache.size() >= CACHED) {
      cache.clear();
    }
    cache.put(id, content);
    return content;
  }

  private static @Nullable String text(JsonObject json, String member) {
    return json.isNull(member) ? null : json.getString(member);
  }

  private static void add(JsonObjectBuilder json, String member, @Nullable String text) {
    if (text == null) {
      json.add(member, JsonValue.NULL);
    } else {
      json.add(member, text);
    }
  }
}
