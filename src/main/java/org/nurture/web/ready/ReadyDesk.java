package org.nurture.web.ready;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition;
import org.nurture.audience.TargetDefinitions;
import org.nurture.campaign.ActivityDocument;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.Campaigns;
import org.nurture.campaign.FieldGuess;
import org.nurture.campaign.FieldUse;
import org.nurture.campaign.Retarget;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;
import org.nurture.web.page.Say;

/** Makes campaigns of documents that were written for another target. */
@ApplicationScoped
public class ReadyDesk {
  private final Audience audience;
  private final TargetDefinitions targets;
  private final Campaigns campaigns;
  private final Say say;

  @Inject
  public ReadyDesk(Audience audience, TargetDefinitions targets, Campaigns campaigns, Say say) {
    this.audience = audience;
    this.targets = targets;
    this.campaigns = campaigns;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected ReadyDesk() {
    this(null, null, null, new Say());
  }

  /**
   * A target that may get the campaign.
   *
   * @param lacks what keeps it from that, in words; empty: nothing
   */
  public record Choice(String name, String label, String lacks) implements Serializable {}

  /** A field to choose. */
  public record Option(String path, String label) implements Serializable {}

  /** A field that the document names. */
  public static final class Row implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String path;
    private final String where;
    private final String effect;
    private final List<Option> options;
    private String field;

    Row(String path, String where, String effect, List<Option> options, String field) {
      this.path = path;
      this.where = where;
      this.effect = effect;
      this.options = options;
      this.field = field;
    }

    public String getPath() {
      return path;
    }

    public String getWhere() {
      return where;
    }

    /** What happens when it is left out. */
    public String getEffect() {
      return effect;
    }

    public List<Option> getOptions() {
      return options;
    }

    public String getField() {
      return field;
    }

    public void setField(@Nullable String field) {
      this.field = field == null ? "" : field;
    }

    public boolean isSame() {
      return path.equals(field);
    }
  }

  static CampaignDocument read(String json) {
    return DocumentReader.read(JsonText.object(json), CampaignDocument::read);
  }

  /** All targets, those that can have it first. */
  @Transactional
  List<Choice> targets(CampaignDocument document) {
    Set<String> needs = new TreeSet<>();
    boolean acts = false;
    for (CampaignDocument.Place place : document.places()) {
      ActivityDocument activity = place.activity();
      switch (activity.type()) {
        case EMAIL -> needs.add("EMAIL");
        case SMS -> needs.add("PHONE");
        case ACTION -> acts = true;
      }
    }
    boolean writes = acts && writes(document);
    return targets.all().stream()
        .map(t -> new Choice(t.name(), t.label(), lacks(t, needs, writes)))
        .sorted(
            Comparator.comparing((Choice c) -> !c.lacks().isEmpty()).thenComparing(Choice::label))
        .toList();
  }

  private static boolean writes(CampaignDocument document) {
    return Retarget.uses(document).stream()
        .anyMatch(u -> u.is(FieldUse.Kind.WRITTEN) || u.is(FieldUse.Kind.LINKED));
  }

  private String lacks(TargetDefinition target, Set<String> needs, boolean writes) {
    List<String> lacking = new ArrayList<>();
    for (String role : needs) {
      if (!target.roles().containsKey(Role.valueOf(role))) {
        lacking.add(say.of("ready.lacks." + role));
      }
    }
    if (writes && !target.writable()) {
      lacking.add(say.of("ready.lacks.writable"));
    }
    return String.join(", ", lacking);
  }

  /** The fields that the document names, each with its best counterpart in the target. */
  @Transactional
  List<Row> rows(CampaignDocument document, String target) {
    List<FieldUse> uses = Retarget.uses(document);
    Map<String, FieldInfo> fields = reachable(target);
    for (FieldUse use : uses) {
      audience.field(target, use.path()).ifPresent(f -> fields.putIfAbsent(use.path(), f));
    }
    FieldGuess guess = new FieldGuess(audience.target(target).roles(), fields);
    Map<String, String> guessed = guess.of(uses);
    return uses.stream()
        .map(
            use ->
                new Row(
                    use.path(),
                    where(use),
                    effect(use),
                    fields.keySet().stream()
                        .filter(f -> guess.can(use, f))
                        .map(f -> new Option(f, label(target, f)))
                        .toList(),
                    guessed.getOrDefault(use.path(), "")))
        .toList();
  }

  /** Its own fields, and those one relation away. */
  private Map<String, FieldInfo> reachable(String target) {
    Map<String, FieldInfo> all = new LinkedHashMap<>();
    List<FieldInfo> own = audience.fields(target);
    own.forEach(f -> all.put(f.name(), f));
    for (FieldInfo field : own) {
      if (field.relation() != null && !field.many()) {
        for (FieldInfo far : far(field.relation().target())) {
          if (far.relation() == null && far.type() == FieldType.TEXT) {
            all.put(field.name() + "." + far.name(), far);
          }
        }
      }
    }
    return all;
  }

  private List<FieldInfo> far(String target) {
    try {
      return audience.fields(target);
    } catch (RuntimeException e) {
      // a far table that is no target has no fields to offer
      return List.of();
    }
  }

  private String label(String target, String path) {
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    String near = audience.field(target, first).map(FieldInfo::label).orElse(first);
    return dot < 0
        ? near
        : near + " › " + audience.field(target, path).map(FieldInfo::label).orElse(path);
  }

  private String where(FieldUse use) {
    return String.join(
        ", ",
        use.places().stream()
            .map(
                p ->
                    p.name().isEmpty()
                        ? say.of("ready.where." + p.kind())
                        : say.of("ready.where.of." + p.kind(), p.name()))
            .distinct()
            .toList());
  }

  private String effect(FieldUse use) {
    return String.join(
        " ",
        use.places().stream()
            .map(FieldUse.Place::kind)
            .distinct()
            .map(kind -> say.of("ready.effect." + kind))
            .toList());
  }

  /**
   * Makes the campaign.
   *
   * @return its id
   * @throws NurtureException INVALID: actions would have nothing to do, or what {@link
   *     Campaigns#create} says
   */
  @Transactional
  long create(CampaignDocument document, String name, String target, List<Row> rows) {
    Map<String, String> fields = new LinkedHashMap<>();
    rows.stream()
        .filter(r -> !r.getField().isEmpty())
        .forEach(r -> fields.put(r.getPath(), r.getField()));
    CampaignDocument fitted = Retarget.apply(document, target, fields);
    List<String> emptied = Retarget.emptied(fitted);
    if (!emptied.isEmpty()) {
      throw NurtureException.invalid(
          List.of(new Violation("", say.of("ready.error.emptied", String.join("”, “", emptied)))));
    }
    return campaigns.create(fitted.withName(name)).id();
  }
}
