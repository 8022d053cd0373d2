package org.nurture.audience;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.Survey.Lack;
import org.nurture.audience.Survey.Remark;
import org.nurture.audience.Survey.SurveyField;
import org.nurture.audience.Survey.SurveyRelation;
import org.nurture.audience.Survey.SurveyRole;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition.GivenRelation;

/** Makes a survey of a draft. */
final class Surveyed {
  private static final int MOST_CHOICES = 300;

  private final Discovery.Draft draft;
  private final Shape shape;
  private final Shapes shapes;
  private final @Nullable String repeated;

  /**
   * @param repeated a value that the key has twice; null: none
   */
  Surveyed(Discovery.Draft draft, @Nullable String repeated) {
    this.draft = draft;
    this.shape = draft.shape();
    this.shapes = draft.shapes();
    this.repeated = repeated;
  }

  Survey survey() {
    return new Survey(
        shape.table().name().toString(),
        shape.table().view(),
        shape.table().columns().stream().map(Surveyed::field).toList(),
        relations(),
        roles(),
        draft.wrong(),
        remarks());
  }

  private static SurveyField field(Column column) {
    return new SurveyField(
        column.word(),
        Shape.humanised(column.word()),
        column.type(),
        column.sqlType(),
        column.nullable(),
        Samples.secret(column.word()));
  }

  private List<SurveyRelation> relations() {
    List<Relation> found = shapes.found(shape.table());
    List<SurveyRelation> all = new ArrayList<>();
    for (Relation relation : shape.relations()) {
      String name =
          found.stream().filter(relation::sameWay).map(Relation::name).findFirst().orElse(null);
      all.add(relation(relation, name));
    }
    return all;
  }

  private SurveyRelation relation(Relation relation, @Nullable String found) {
    TargetDefinition target = shapes.targetOf(relation.far());
    Relation.Through through = relation.through();
    GivenRelation given =
        new GivenRelation(
            relation.name(),
            null,
            relation.far().toString(),
            columns(relation),
            relation.many(),
            through == null ? null : through.table().toString());
    Relation again = shapes.given(shape.table(), draft.definition(), given, new ArrayList<>());
    return new SurveyRelation(
        relation.name(),
        found,
        relation.far().toString(),
        target == null ? null : target.name(),
        given.columns(),
        relation.many(),
        given.through(),
        again != null && again.sameWay(relation));
  }

  /** Those that hold the key, as a document names them. */
  private List<String> columns(Relation relation) {
    if (relation.through() != null) {
      return words(
          shapes.of(relation.through().table()).table(),
          relation.through().on().stream().map(Relation.Pair::far).toList());
    }
    return relation.many()
        ? words(
            shapes.of(relation.far()).table(),
            relation.on().stream().map(Relation.Pair::far).toList())
        : words(shape.table(), relation.on().stream().map(Relation.Pair::near).toList());
  }

  private static List<String> words(HostTable table, List<String> names) {
    return names.stream().map(n -> table.columnNamed(n).map(Column::word).orElse(n)).toList();
  }

  private Map<Role, SurveyRole> roles() {
    RoleGuess guess = new RoleGuess(shape, shapes);
    Map<Role, SurveyRole> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String guessed = draft.guessed().get(role);
      roles.put(
          role,
          new SurveyRole(
              draft.definition().roles().get(role),
              guessed,
              guessed == null ? null : guess.why(role, guessed),
              choices(role)));
    }
    return roles;
  }

  /** The table's own fields, then those one relation away. */
  private List<String> choices(Role role) {
    Set<String> choices = new LinkedHashSet<>();
    for (Column column : shape.table().columns()) {
      if (role == Role.KEY ? Shape.canBeKey(column) : Discovery.fits(role, column.type())) {
        choices.add(column.word());
      }
    }
    if (role != Role.KEY && role != Role.MODIFIED) {
      shape.relations().stream()
          .filter(r -> !r.many())
          .forEach(r -> beyond(r, role).forEach(choices::add));
    }
    String chosen = draft.definition().roles().get(role);
    if (chosen != null) {
      choices.add(chosen);
    }
    return choices.stream().limit(MOST_CHOICES).toList();
  }

  private List<String> beyond(Relation relation, Role role) {
    return shapes.of(relation.far()).table().columns().stream()
        .filter(c -> Discovery.fits(role, c.type()))
        .map(c -> relation.name() + "." + c.word())
        .toList();
  }

  private List<Remark> remarks() {
    Map<Role, String> roles = draft.definition().roles();
    List<Remark> remarks = new ArrayList<>();
    if (repeated != null) {
      remarks.add(new Remark(Lack.UNIQUE_KEY, repeated));
    }
    if (!roles.containsKey(Role.EMAIL)) {
      remarks.add(new Remark(Lack.EMAIL, null));
    }
    if (!roles.containsKey(Role.PHONE)) {
      remarks.add(new Remark(Lack.PHONE, null));
    }
    if (!roles.containsKey(Role.NAME)) {
      remarks.add(new Remark(Lack.NAME, null));
    }
    return remarks;
  }
}
