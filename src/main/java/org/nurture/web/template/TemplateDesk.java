package org.nurture.web.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.Filter;
import org.nurture.audience.Target;
import org.nurture.message.mail.MailPreviews;
import org.nurture.message.sms.TextPreviews;
import org.nurture.platform.Config;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.template.CompiledMail;
import org.nurture.template.MailContent;

/**
 * What the form of a template asks: previews, records to preview with, fields with a name alike.
 */
@ApplicationScoped
public class TemplateDesk {
  private static final int MOST_RECORDS = 15;
  private static final int MOST_NEAR = 3;
  private static final int SAMPLE = 50;

  private final Audience audience;
  private final MailPreviews mails;
  private final TextPreviews texts;
  private final Previews previews;
  private final Config config;
  private final InstantSource clock;

  @Inject
  public TemplateDesk(
      Audience audience,
      MailPreviews mails,
      TextPreviews texts,
      Previews previews,
      Config config,
      InstantSource clock) {
    this.audience = audience;
    this.mails = mails;
    this.texts = texts;
    this.previews = previews;
    this.config = config;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected TemplateDesk() {
    this(null, null, null, null, null, null);
  }

  CompiledMail.Rendered mail(String target, MailContent content, @Nullable String key) {
    return mails.render(target, content, which(target, key));
  }

  /** The text for that record first, then for others. */
  List<String> texts(String target, String source, @Nullable String key) {
    List<String> all = new ArrayList<>();
    if (key != null) {
      all.addAll(texts.render(target, source, which(target, key), 1));
    }
    all.addAll(texts.render(target, source, Filter.ALL, SAMPLE));
    return all;
  }

  /** What a segment costs; empty: nobody said. */
  Optional<Config.Price> price() {
    return config.smsPrice();
  }

  /** How many records have a number at all; 0: the target has no such field. */
  long withPhone(String target) {
    String phone = audience.target(target).roles().get(Target.Role.PHONE);
    if (phone == null) {
      return 0;
    }
    JsonArrayBuilder term = Json.createArrayBuilder().add(phone).add("!=").addNull();
    Filter which = Filter.parse(Json.createArrayBuilder().add(term).build());
    return audience.count(target, which, false, Time.now(clock));
  }

  /** Where a frame finds this HTML. */
  String frame(String html) {
    return previews.keep(html);
  }

  private Filter which(String target, @Nullable String key) {
    String field = key == null ? null : audience.target(target).roles().get(Target.Role.KEY);
    if (field == null || key == null) {
      return Filter.ALL;
    }
    JsonArrayBuilder term = Json.createArrayBuilder().add(field).add("=");
    if (audience.target(target).numericKey()) {
      term.add(Long.parseLong(key));
    } else {
      term.add(key);
    }
    return Filter.parse(Json.createArrayBuilder().add(term).build());
  }

  /** Records with the text in name or address, from key to what people read. */
  Map<String, String> records(String target, String text) {
    Map<Target.Role, String> roles = audience.target(target).roles();
    String key = roles.get(Target.Role.KEY);
    if (key == null) {
      return Map.of();
    }
    Set<String> shown = new LinkedHashSet<>();
    for (Target.Role role : List.of(Target.Role.NAME, Target.Role.EMAIL, Target.Role.PHONE)) {
      if (roles.containsKey(role)) {
        shown.add(roles.get(role));
      }
    }
    boolean first =
        audience.field(target, "first_name").isPresent() && !shown.contains("first_name");
    List<String> names = new ArrayList<>(shown);
    if (first) {
      names.add(0, "first_name");
    }
    Set<String> paths = new LinkedHashSet<>(names);
    paths.add(key);
    Map<String, String> found = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row :
        audience.records(target, like(names, text), true, paths, MOST_RECORDS, Time.now(clock))) {
      found.put(String.valueOf(row.get(key)), label(names, row));
    }
    return found;
  }

  private static String label(List<String> names, Map<String, @Nullable Object> row) {
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      Object value = row.get(name);
      if (value != null && !value.toString().isBlank()) {
        parts.add(value.toString());
      }
    }
    return String.join(" · ", parts).replaceFirst(" · ", parts.size() > 2 ? " " : " · ");
  }

  private static Filter like(List<String> names, String text) {
    JsonArrayBuilder filter = Json.createArrayBuilder();
    String plain = text.strip().replaceAll("([\\\\%_])", "\\\\$1");
    if (!plain.isEmpty()) {
      for (int i = 1; i < names.size(); i++) {
        filter.add("|");
      }
      names.forEach(
          n -> filter.add(Json.createArrayBuilder().add(n).add("ilike").add(plain).build()));
    }
    JsonArray made = filter.build();
    return Filter.parse(made);
  }

  /** Fields whose names are nearly the one that is unknown, nearest first. */
  List<String> near(String target, String path) {
    List<String> known = new ArrayList<>();
    int dot = path.lastIndexOf('.');
    try {
      collect(target, "", known, 1);
      if (dot > 0) {
        audience
            .field(target, path.substring(0, dot))
            .map(FieldInfo::relation)
            .ifPresent(r -> collect(r.target(), path.substring(0, dot + 1), known, 0));
      }
    } catch (NurtureException e) {
      return List.of();
    }
    return known.stream()
        .distinct()
        .filter(k -> distance(k, path) <= Math.max(2, path.length() / 3))
        .sorted(Comparator.comparingInt(k -> distance(k, path)))
        .limit(MOST_NEAR)
        .toList();
  }

  private void collect(String target, String before, List<String> into, int depth) {
    List<FieldInfo> fields;
    try {
      fields = audience.fields(target);
    } catch (NurtureException e) {
      return;
    }
    for (FieldInfo field : fields) {
      into.add(before + field.name());
      if (depth > 0 && field.relation() != null) {
        collect(field.relation().target(), before + field.name() + ".", into, depth - 1);
      }
    }
  }

  /** Letters to change, add or drop. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
