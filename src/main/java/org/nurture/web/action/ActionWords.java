package org.nurture.web.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionDocument;
import org.nurture.action.Actions;
import org.nurture.action.Change;
import org.nurture.action.CreateActivity;
import org.nurture.action.CreateRecord;
import org.nurture.action.ExecuteCode;
import org.nurture.action.Followers;
import org.nurture.action.Linking;
import org.nurture.action.SendMessage;
import org.nurture.action.Sequence;
import org.nurture.action.Setting;
import org.nurture.action.UpdateRecord;
import org.nurture.action.Webhook;
import org.nurture.audience.Audience;
import org.nurture.message.webhook.Webhooks;
import org.nurture.platform.NurtureException;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Say;
import org.nurture.web.page.Times;

/** What a server action does, in plain words: “Add Tag “hot”, set Score to 10”. */
@Named("actionWords")
@ApplicationScoped
public class ActionWords {
  private static final int MOST_LINES = 3;

  /** Before the fields that the trial of a script looks at. */
  private static final String FIELD = "record.";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*object\\.([\\w.]+)[^}]*}}");

  private final Actions actions;
  private final Audience audience;
  private final Fields fields;
  private final ActionFields more;
  private final Times times;
  private final Say say;

  @Inject
  public ActionWords(
      Actions actions, Audience audience, Fields fields, ActionFields more, Times times, Say say) {
    this.actions = actions;
    this.audience = audience;
    this.fields = fields;
    this.more = more;
    this.times = times;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected ActionWords() {
    this(null, null, null, null, null, null);
  }

  /** Asks for what a field of an action's form lacks. */
  String missing(String field) {
    return say.of("action.missing." + field);
  }

  /** Of the action that somebody of a campaign names so; empty: there is none. */
  @Transactional
  public String of(@Nullable Long campaign, String name) {
    return actions
        .find(campaign == null ? Actions.LIBRARY : campaign, name)
        .map(view -> of(view.document()))
        .orElse("");
  }

  /** What it does. */
  public String of(ActionDocument action) {
    try {
      return words(action);
    } catch (NurtureException e) {
      // of a target that is gone, the kind is all there is to say
      return say.of("action.kind." + action.kind());
    }
  }

  private String words(ActionDocument action) {
    String target = action.target();
    if (action.effect() instanceof UpdateRecord update) {
      return lines(update.set().stream().map(change -> change(target, change)).toList());
    } else if (action.effect() instanceof CreateRecord create) {
      return say.of("action.words.create", targetLabel(create.in()));
    } else if (action.effect() instanceof CreateActivity todo) {
      return todo(target, todo);
    } else if (action.effect() instanceof Followers followers) {
      return say.of(
          followers.add() ? "action.words.follow" : "action.words.unfollow",
          String.join(", ", followers.followers()));
    } else if (action.effect() instanceof SendMessage message) {
      return say.of(
          "action.words." + message.kind().word() + "." + message.as(), message.template());
    } else if (action.effect() instanceof Webhook webhook) {
      return say.of("action.words.webhook", webhook.fields().size(), Webhooks.host(webhook.url()));
    } else if (action.effect() instanceof Sequence sequence) {
      return String.join(" → ", sequence.actions());
    }
    return say.of("action.kind." + action.kind());
  }

  private String change(String target, Change change) {
    String label = fields.label(target, change.field());
    if (change instanceof Linking tie) {
      List<String> named = new ArrayList<>();
      tie.far().forEach(v -> named.add(name(target, change.field(), v.toString())));
      return say.of(
          tie.add() ? "action.words.add" : "action.words.remove", label, String.join(", ", named));
    }
    Setting setting = (Setting) change;
    if (setting.from() != null) {
      return say.of("action.words.from", label, fields.label(target, setting.from()));
    }
    if (setting.expression() != null) {
      return say.of("action.words.expression", label, setting.expression());
    }
    String value = text(setting);
    return value.isEmpty()
        ? say.of("action.words.empty", label)
        : say.of("action.words.set", label, name(target, change.field(), value));
  }

  private static String text(Setting setting) {
    return setting.value() instanceof jakarta.json.JsonString text
        ? text.getString()
        : setting.value() == jakarta.json.JsonValue.NULL ? "" : setting.value().toString();
  }

  /** A record by its name; other values as they are. */
  private String name(String target, String path, String value) {
    return switch (value) {
      case "true" -> say.of("common.yes");
      case "false" -> say.of("common.no");
      default -> fields.valueLabel(target, path, value);
    };
  }

  private String todo(String target, CreateActivity todo) {
    String what = say.of("action.words.todo", readable(target, todo.summary()));
    CreateActivity.Assignee assignee = todo.assignee();
    if (assignee == null) {
      return what;
    }
    if (assignee.user() != null) {
      return say.of("action.words.todo.for", what, assignee.user());
    }
    String path = String.valueOf(assignee.from());
    return more.ownerPath(target).filter(path::equals).isPresent()
        ? say.of("action.words.todo.owner", what)
        : say.of("action.words.todo.for", what, fields.label(target, path));
  }

  /** “Call [First name]”. */
  private String readable(String target, String liquid) {
    return PLACEHOLDER
        .matcher(liquid)
        .replaceAll(
            found -> Matcher.quoteReplacement("[" + fields.label(target, found.group(1)) + "]"));
  }

  private String lines(List<String> all) {
    String some = String.join(", ", all.subList(0, Math.min(all.size(), MOST_LINES)));
    String text = some + (all.size() > MOST_LINES ? " …" : "");
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private String targetLabel(String target) {
    try {
      return audience.target(target).label();
    } catch (NurtureException e) {
      return target;
    }
  }

  /** What a trial looked at: a field, or a part of what is made. */
  String looked(ActionDocument part, String what) {
    if (part.effect() instanceof UpdateRecord update) {
      // ties are looked at by the names of the far records
      String path =
          update.set().stream()
              .map(Change::field)
              .filter(field -> what.startsWith(field + "."))
              .findFirst()
              .orElse(what);
      return fields.label(part.target(), path);
    }
    if (part.effect() instanceof CreateRecord create) {
      String field = what.substring(what.indexOf('.') + 1);
      return say.of("action.trial.new", targetLabel(create.in()), fields.label(create.in(), field));
    }
    return part.effect() instanceof ExecuteCode && what.startsWith(FIELD)
        ? fields.label(part.target(), what.substring(FIELD.length()))
        : say.of("action.trial." + what);
  }

  /** A value as people read it. */
  String value(ActionDocument part, String what, @Nullable Object value) {
    String text = plain(value);
    if (value == null) {
      return text;
    }
    if (part.effect() instanceof CreateRecord create) {
      return fields.valueLabel(create.in(), what.substring(what.indexOf('.') + 1), text);
    }
    if (part.effect() instanceof ExecuteCode && what.startsWith(FIELD)) {
      return fields.valueLabel(part.target(), what.substring(FIELD.length()), text);
    }
    return part.effect() instanceof UpdateRecord && !(value instanceof List)
        ? fields.valueLabel(part.target(), what, text)
        : text;
  }

  private String plain(@Nullable Object value) {
    if (value instanceof List<?> many) {
      return many.isEmpty()
          ? say.of("action.trial.none")
          : String.join(", ", many.stream().map(String::valueOf).toList());
    }
    if (value instanceof Instant at) {
      return times.full(at);
    }
    if (value instanceof Boolean flag) {
      return say.of(flag ? "common.yes" : "common.no");
    }
    return value == null || value.toString().isBlank()
        ? say.of("action.trial.none")
        : value.toString();
  }
}
