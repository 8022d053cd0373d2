package org.nurture.action;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nurture.audience.Audience;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.Problems;
import org.nurture.security.Role;

/** What is wrong with actions: as documents, and with their target as it is just now. */
final class ActionCheck {
  private final Audience audience;
  private final Performers performers;
  private final Sequences sequences;

  ActionCheck(Audience audience, Performers performers, Sequences sequences) {
    this.audience = audience;
    this.performers = performers;
    this.sequences = sequences;
  }

  /** Of a document that a campaign, or the library, is to have. */
  Problems of(long campaignId, ActionDocument document) {
    return of(campaignId, document, document.name());
  }

  /**
   * Of a document in the place of another.
   *
   * @param was the name until now
   */
  Problems of(long campaignId, ActionDocument document, String was) {
    Problems problems = new Problems();
    for (int i = 0; i < document.groups().size(); i++) {
      if (!Role.isGroup(document.groups().get(i))) {
        problems.invalid(
            "/groups/" + i,
            Text.of(
                "There is no group “{0}”; there are {1}",
                document.groups().get(i), Role.groups(Set.of(Role.values()))));
      }
    }
    try {
      audience.target(document.target());
      performers.check(document, problems);
      sequences.check(campaignId, document, was, problems);
    } catch (NurtureException e) {
      problems.invalid("/target", String.valueOf(e.getMessage()));
    }
    return problems;
  }

  /** Of a whole document for that target; where it can be read, as the library would have it. */
  List<Violation> of(String target, JsonObject document) {
    Problems problems = new Problems();
    ActionDocument action =
        DocumentReader.read(document, "", problems, in -> ActionDocument.readWithin(in, target));
    return problems.isEmpty() ? of(Actions.LIBRARY, action).violations() : problems.violations();
  }

  /** Why these parts of an action can't run just now. */
  List<Violation> obstacles(List<ActionDocument> parts) {
    List<Violation> obstacles = new ArrayList<>();
    for (ActionDocument part : parts) {
      if (performers.outOfReach(part)) {
        obstacles.add(new Violation("", elsewhere(part)));
        continue;
      }
      String obstacle = performers.obstacle(part);
      if (obstacle != null) {
        obstacles.add(about(part, obstacle));
      }
      of(Actions.LIBRARY, part).violations().forEach(v -> obstacles.add(about(part, v.message())));
    }
    return obstacles;
  }

  private static Violation about(ActionDocument part, String message) {
    return new Violation("", "“" + part.name() + "”: " + message);
  }

  private static String elsewhere(ActionDocument action) {
    return Text.of(
        "“{0}” writes “{1}”, which lies in another database than Nurture's: that needs XA on both"
            + " pools (PostgreSQL: max_prepared_transactions > 0), which is not set up here",
        action.name(), action.target());
  }
}
