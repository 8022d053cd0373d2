package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.Filter;
import org.nurture.audience.Target;
import org.nurture.audience.TargetDefinition;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;

/** Whether what a campaign refers to is there, and whether it is complete. */
@ApplicationScoped
class CampaignCheck {
  private Audience audience;
  private Contents contents;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignCheck() {}

  @Inject
  CampaignCheck(Audience audience, Contents contents) {
    this.audience = audience;
    this.contents = contents;
  }

  /**
   * Checks target, filters, unique field, templates and actions.
   *
   * @param campaignId 0: it is new
   */
  void references(long campaignId, CampaignDocument document, Problems problems) {
    if (!targetKnown(document, problems)) {
      return;
    }
    filter(document.target(), document.filter(), "/filter", problems);
    uniqueField(document, problems);
    for (CampaignDocument.Place place : document.places()) {
      filter(document.target(), place.activity().filter(), place.path() + "/filter", problems);
    }
    contents.check(campaignId, document, problems);
  }

  /** The host is looked at anew: what is kept of its catalogue may be older than a change of it. */
  void reread(String target) {
    audience.reread(target);
  }

  /** What keeps it from being started; empty: nothing. Each violation says where. */
  List<Violation> incomplete(long campaignId, CampaignDocument document) {
    Problems problems = new Problems();
    references(campaignId, document, problems);
    if (!problems.isEmpty()) {
      return problems.violations();
    }
    if (document.activities().isEmpty()) {
      problems.invalid("/activities", Text.of("No activity begins the workflow: add one"));
    }
    Target target = audience.target(document.target());
    for (CampaignDocument.Place place : document.places()) {
      ActivityDocument activity = place.activity();
      if (activity.content() == null) {
        problems.invalid(
            place.path() + "/" + activity.contentMember(),
            Text.of(
                "“{0}” is not complete: choose its {1}",
                activity.name(), Contents.what(activity.type())));
      }
      address(place, target, problems);
    }
    return problems.violations();
  }

  /** What keeps the stored live version's actions from running. */
  List<Violation> obstacles(CampaignDocument document, List<Activity> activities) {
    List<Violation> found = new ArrayList<>();
    for (CampaignDocument.Place place : document.places()) {
      for (Activity row : activities) {
        Long action = row.actionId;
        if (action != null && row.ref.equals(place.activity().ref())) {
          contents.obstacles(action).forEach(v -> found.add(v.under(place.path() + "/action")));
        }
      }
    }
    return found;
  }

  /** Whether the target has what an activity needs to reach its records. */
  static boolean reaches(TargetDefinition target, ActivityDocument activity) {
    return switch (activity.type()) {
      case EMAIL -> target.roles().containsKey(Target.Role.EMAIL);
      case SMS -> target.roles().containsKey(Target.Role.PHONE);
      case ACTION -> true;
    };
  }

  private static void address(CampaignDocument.Place place, Target target, Problems problems) {
    String no =
        switch (place.activity().type()) {
          case EMAIL -> target.unreachable(Target.Role.EMAIL);
          case SMS -> target.unreachable(Target.Role.PHONE);
          case ACTION -> null;
        };
    if (no != null) {
      problems.invalid(place.path() + "/type", no);
    }
  }

  private boolean targetKnown(CampaignDocument document, Problems problems) {
    try {
      audience.target(document.target());
      return true;
    } catch (NurtureException e) {
      problems.invalid("/target", String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void filter(String target, Filter filter, String path, Problems problems) {
    for (Violation v : audience.check(target, filter)) {
      problems.invalid(path + v.path(), v.message());
    }
  }

  private void uniqueField(CampaignDocument document, Problems problems) {
    String field = document.uniqueField();
    if (field == null) {
      return;
    }
    Optional<FieldInfo> info = audience.field(document.target(), field);
    if (info.isEmpty()) {
      problems.invalid(
          "/uniqueField", Text.of("“{0}” has no field “{1}”", document.target(), field));
    } else if (info.get().many()) {
      problems.invalid(
          "/uniqueField",
          Text.of("“{0}” leads to several values; one per record is needed", field));
    } else if (info.get().type() == FieldType.OTHER || info.get().type() == FieldType.BOOLEAN) {
      problems.invalid(
          "/uniqueField",
          Text.of("“{0}” can't tell records apart: take a text or a number", field));
    }
  }
}
