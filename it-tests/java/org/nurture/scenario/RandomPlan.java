package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MONTHS;
import static java.time.temporal.ChronoUnit.WEEKS;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.model.Activity;
import org.nurture.model.Cond;
import org.nurture.model.Contact;
import org.nurture.model.Plan;

/** Small campaigns and contacts out of a seed. */
final class RandomPlan {
  static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Rome",
          "America/New_York",
          "Australia/Lord_Howe",
          "Asia/Kathmandu",
          "Pacific/Apia");
  private static final String[] MAIL_WORDS = {
    "", "OPENED", "NOT_OPENED", "REPLIED", "NOT_REPLIED", "CLICKED", "NOT_CLICKED", "BOUNCED"
  };
  private static final String[] SMS_WORDS = {"", "CLICKED", "NOT_CLICKED", "BOUNCED"};
  static final String[] COUNTRIES = {"IT", "FR", "DE"};
  static final String[] STAGES = {"new", "lost", "hot"};

  private final Random random;
  private final RandomAct acts;

  RandomPlan(Random random) {
    this.random = random;
    this.acts = new RandomAct(random, this);
  }

  /**
   * @param most activities
   */
  Plan plan(int most) {
    List<Activity> all = new ArrayList<>();
    List<Activity> roots = new ArrayList<>();
    int size = random.nextInt(most + 1);
    while (all.size() < size) {
      Activity parent =
          all.isEmpty() || random.nextInt(5) == 0 ? null : all.get(random.nextInt(all.size()));
      Activity activity = activity("a" + all.size(), parent);
      all.add(activity);
      if (parent == null) {
        roots.add(activity);
      } else {
        parent.then(activity);
      }
    }
    Plan plan = Plan.of(roots.toArray(Activity[]::new)).zone(pick(ZONES));
    if (random.nextInt(3) > 0) {
      plan.to(cond());
    }
    if (random.nextInt(4) == 0) {
      plan.uniqueBy(random.nextInt(3) == 0 ? "score" : "email");
    }
    return random.nextInt(5) == 0 ? plan.oncePerAddress() : plan;
  }

  /**
   * @param parent for its type; null: a root
   */
  Activity activity(String ref, @Nullable Activity parent) {
    Activity activity =
        switch (random.nextInt(5)) {
          case 0 -> Activity.sms(ref);
          case 1, 2 -> action(ref);
          default -> Activity.email(ref);
        };
    String word = word(parent);
    ChronoUnit unit = unit();
    activity.trigger(word, count(unit), unit);
    wait(activity);
    if (random.nextInt(4) == 0) {
      ChronoUnit expiry = unit();
      activity.expires(count(expiry), expiry);
    }
    return random.nextInt(4) == 0 ? activity.only(cond()) : activity;
  }

  /** A trigger that fits under the parent. */
  String word(@Nullable Activity parent) {
    if (parent != null && parent.type() == ActivityType.EMAIL) {
      return MAIL_WORDS[random.nextInt(MAIL_WORDS.length)];
    } else if (parent != null && parent.type() == ActivityType.SMS) {
      return SMS_WORDS[random.nextInt(SMS_WORDS.length)];
    }
    return "";
  }

  /** Whether and how long it waits, where it can. */
  void wait(Activity activity) {
    activity.waitForEver();
    String word = activity.when();
    if (!word.isEmpty() && !word.startsWith("NOT_") && random.nextInt(3) == 0) {
      ChronoUnit wait = unit();
      activity.waitAtMost(count(wait), wait);
    }
  }

  private Activity action(String ref) {
    return Activity.action(ref).does(acts.act());
  }

  RandomAct acts() {
    return acts;
  }

  ChronoUnit unit() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> HOURS;
      case 2, 3 -> DAYS;
      case 4 -> WEEKS;
      default -> MONTHS;
    };
  }

  int count(ChronoUnit unit) {
    int most = unit == HOURS ? 50 : unit == DAYS ? 5 : 2;
    return random.nextInt(3) == 0 ? 0 : random.nextInt(most + 1);
  }

  Cond cond() {
    Cond cond = term();
    while (random.nextInt(3) == 0) {
      Cond other = term();
      cond = random.nextBoolean() ? cond.and(other) : cond.or(other);
    }
    return random.nextInt(6) == 0 ? cond.not() : cond;
  }

  private Cond term() {
    return switch (random.nextInt(9)) {
      case 0 -> Cond.is("country", pick(COUNTRIES));
      case 1 -> Cond.isNot("country", pick(COUNTRIES));
      case 2 -> Cond.isNot("stage", pick(STAGES));
      case 3 -> Cond.atLeast("score", 5);
      case 4 -> Cond.below("score", 10);
      case 5 -> Cond.in("stage", "new", "hot");
      case 6 -> Cond.notIn("country", "FR");
      case 7 -> Cond.isNot("email", null);
      default -> Cond.is("active", random.nextInt(4) > 0);
    };
  }

  /**
   * @param own whether its addresses must be no other's: which of two equal ones gets a message is
   *     not promised (X4)
   */
  Contact contact(long key, boolean own) {
    Contact contact = Contact.contact(key);
    for (String field : Contact.FIELDS) {
      if (random.nextInt(3) == 0) {
        contact.with(field, value(field, key, own));
      }
    }
    return contact.is("poison") ? contact.with("stage", "new") : contact;
  }

  /** A likely value of the field. */
  @Nullable Object value(String field, long key, boolean own) {
    return switch (field) {
      case "name" -> name(key);
      case "email" -> email(key, own);
      case "phone" -> random.nextInt(4) == 0 ? null : "+39 333 " + (2_000_000 + key);
      case "score" -> random.nextInt(4) == 0 ? null : (Object) (random.nextInt(3) * 5);
      case "stage" -> random.nextInt(4) == 0 ? null : pick(STAGES);
      case "country" -> random.nextInt(5) == 0 ? null : pick(COUNTRIES);
      case "company_id" -> random.nextInt(4) == 0 ? null : (Object) (1 + random.nextInt(3));
      case "active" -> random.nextInt(4) > 0;
      case "opt_out", "poison" -> random.nextInt(3) == 0;
      default -> throw new IllegalArgumentException(field);
    };
  }

  private String name(long key) {
    return switch (random.nextInt(6)) {
      case 0 -> "unrenderable";
      case 1 -> "Contact " + key + ", too long for a title";
      default -> "Contact " + key;
    };
  }

  private @Nullable String email(long key, boolean own) {
    return switch (random.nextInt(own ? 4 : 6)) {
      case 0 -> null;
      case 1 -> "nobody";
      case 2 -> "c" + key + "@example.org, nobody";
      case 3 -> "";
      case 4 -> "shared@example.org";
      default -> " shared@Example.ORG";
    };
  }

  String pick(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  String pick(String[] of) {
    return of[random.nextInt(of.length)];
  }
}
