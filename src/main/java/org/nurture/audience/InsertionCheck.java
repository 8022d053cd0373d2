package org.nurture.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.audience.HostWriter.Insertion;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * What is wrong with records to be made, told when that is asked for and not when they are made.
 */
final class InsertionCheck {
  private final Operating source;
  private final Operating into;
  private final LinkFields links;

  /**
   * @param source that they are made for
   * @param into that gets them
   */
  InsertionCheck(Operating source, Operating into) {
    this.source = source;
    this.into = into;
    this.links = new LinkFields(source, into);
  }

  List<Violation> check(Insertion insertion) {
    List<Violation> wrong = new ArrayList<>();
    TargetDefinition target = into.definition();
    target.readOnly("/in").ifPresent(wrong::add);
    if (!target.dataSource().equals(source.definition().dataSource())) {
      wrong.add(
          new Violation(
              "/in",
              Text.of(
                  "Target {0} lies in another database than {1}",
                  target.name(), source.definition().name())));
      return wrong;
    }
    Assignments.making(into, source)
        .check(insertion.set())
        .forEach(v -> wrong.add(v.under("/set")));
    String link = insertion.linkField();
    if (links.back(link).isPresent()) {
      checkBack(insertion, wrong);
    } else if (link != null && links.tie(link).isEmpty()) {
      wrong.add(new Violation("/linkField", untied(link)));
    }
    checkNamed(insertion, wrong);
    return wrong;
  }

  private void checkBack(Insertion insertion, List<Violation> wrong) {
    source.definition().readOnly("/linkField").ifPresent(wrong::add);
    if (!insertion.ifAbsent().isEmpty()) {
      wrong.add(
          new Violation(
              "/ifAbsent",
              Text.of(
                  "“{0}” refers from the record to the new one: one has to be made each time",
                  insertion.linkField())));
    }
  }

  private void checkNamed(Insertion insertion, List<Violation> wrong) {
    Set<String> set = insertion.set().stream().map(Assignment::field).collect(Collectors.toSet());
    links
        .tie(insertion.linkField())
        .map(t -> t.column().word())
        .filter(set::contains)
        .ifPresent(
            word ->
                wrong.add(
                    new Violation(
                        "/linkField", Text.of("“{0}” is set by “set” and by “linkField”", word))));
    for (int i = 0; i < insertion.ifAbsent().size(); i++) {
      String field = insertion.ifAbsent().get(i);
      if (!set.contains(field) && !field.equals(insertion.linkField())) {
        wrong.add(
            new Violation(
                "/ifAbsent/" + i,
                Text.of("“{0}” is set neither by “set” nor by “linkField”", field)));
      }
    }
  }

  private String untied(String name) {
    String here = source.root().name();
    List<String> offered = links.names();
    return Text.of(
        "“{0}” is no field of {1} that refers to {2}; {3}",
        name,
        into.root().name(),
        here,
        offered.isEmpty()
            ? Text.of("there is none")
            : Text.of("there are {0}", String.join(", ", offered)));
  }
}
