package org.nurture.web.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.HostWriter;
import org.nurture.audience.Target;
import org.nurture.audience.TargetDefinition;
import org.nurture.audience.TargetDefinitions;
import org.nurture.platform.NurtureException;
import org.nurture.web.filter.Fields;

/** What the form of an action asks about targets, beside {@link Fields}. */
@ApplicationScoped
public class ActionFields {
  private static final int MOST_SUGGESTED = 40;
  private static final List<String> LOG_IN_NAMES =
      List.of("login", "username", "user_name", "userid", "name");

  private final Audience audience;
  private final HostWriter writer;
  private final TargetDefinitions targets;
  private final Fields fields;

  @Inject
  public ActionFields(
      Audience audience, HostWriter writer, TargetDefinitions targets, Fields fields) {
    this.audience = audience;
    this.writer = writer;
    this.targets = targets;
    this.fields = fields;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected ActionFields() {
    this(null, null, null, null);
  }

  /** Targets that records can be made in. */
  List<Fields.Choice> writable() {
    List<String> names =
        targets.all().stream()
            .filter(TargetDefinition::writable)
            .map(TargetDefinition::name)
            .toList();
    return fields.targets().stream().filter(t -> names.contains(t.name())).toList();
  }

  /** Fields that hold one value; a column that a relation stands for is left out. */
  List<Fields.Choice> own(String target) {
    List<FieldInfo> all = known(target);
    return all.stream()
        .filter(f -> !f.many() && f.type() != FieldType.OTHER && !standsFor(f, all))
        .map(f -> new Fields.Choice(f.name(), f.label()))
        .toList();
  }

  private static boolean standsFor(FieldInfo field, List<FieldInfo> among) {
    return field.relation() == null
        && among.stream()
            .anyMatch(f -> f.relation() != null && (f.name() + "_id").equals(field.name()));
  }

  /** Relations from many to many. */
  @Transactional
  List<Fields.Choice> ties(String target) {
    try {
      return writer.linkable(target).stream()
          .map(name -> new Fields.Choice(name, fields.label(target, name)))
          .toList();
    } catch (NurtureException e) {
      return List.of();
    }
  }

  /** Fields of the new record that can tie it to the one it is made for. */
  @Transactional
  List<Fields.Choice> linkFields(String target, String in) {
    return writer.linkFields(target, in).stream()
        .map(name -> new Fields.Choice(name, fields.label(in, name)))
        .toList();
  }

  /** Paths to one value, of the target itself and of the records that it refers to. */
  List<String> paths(String target, String typed) {
    String sought = typed.strip().toLowerCase(Locale.ROOT);
    List<String> found = new ArrayList<>();
    for (Fields.Choice field : own(target)) {
      add(found, target, field.name(), sought);
    }
    for (FieldInfo field : known(target)) {
      if (field.relation() != null && !field.many()) {
        for (Fields.Choice far : own(field.relation().target())) {
          add(found, target, field.name() + "." + far.name(), sought);
        }
      }
    }
    return found.subList(0, Math.min(found.size(), MOST_SUGGESTED));
  }

  private void add(List<String> found, String target, String path, String sought) {
    if (path.contains(sought)
        || fields.label(target, path).toLowerCase(Locale.ROOT).contains(sought)) {
      found.add(path);
    }
  }

  /** Where the name of the record's owner is, as they log in; empty: it can't be told. */
  Optional<String> ownerPath(String target) {
    try {
      String owner = audience.target(target).roles().get(Target.Role.OWNER);
      if (owner == null) {
        return Optional.empty();
      }
      String relation = owner.endsWith("_id") ? owner.substring(0, owner.length() - 3) : owner;
      return LOG_IN_NAMES.stream()
          .map(name -> relation + "." + name)
          .filter(path -> isText(target, path))
          .findFirst()
          .or(() -> Optional.of(owner).filter(path -> isText(target, path)));
    } catch (NurtureException e) {
      return Optional.empty();
    }
  }

  private boolean isText(String target, String path) {
    return audience.field(target, path).filter(f -> f.type() == FieldType.TEXT).isPresent();
  }

  private List<FieldInfo> known(@Nullable String target) {
    try {
      return target == null || target.isBlank() ? List.of() : audience.fields(target);
    } catch (NurtureException e) {
      // a far table that is no target has no fields to offer
      return List.of();
    }
  }
}
