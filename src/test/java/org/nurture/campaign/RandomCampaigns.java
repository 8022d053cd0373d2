package org.nurture.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.platform.json.JsonText;

/** Makes campaign documents that are all right, from a seed. */
final class RandomCampaigns {
  private static final int DEEPEST = 5;
  private final Random random;
  private int refs;

  RandomCampaigns(long seed) {
    random = new Random(seed);
  }

  CampaignDocument next() {
    return new CampaignDocument(
        text(),
        "contact",
        filter(),
        maybe("email"),
        maybe(pick("Europe/Rome", "UTC", "+05:30", "America/New_York")),
        maybe("ann"),
        random.nextBoolean() ? List.of() : List.of("a", text()),
        random.nextBoolean(),
        random.nextBoolean(),
        maybe(text()),
        activities(null, 1 + random.nextInt(3), 1));
  }

  private List<ActivityDocument> activities(@Nullable ActivityType parent, int count, int depth) {
    List<ActivityDocument> activities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      activities.add(activity(parent, depth));
    }
    return activities;
  }

  private ActivityDocument activity(@Nullable ActivityType parent, int depth) {
    ActivityType type = pick(ActivityType.values());
    TriggerType trigger =
        pick(
            Arrays.stream(TriggerType.values())
                .filter(t -> t.fits(parent))
                .toArray(TriggerType[]::new));
    Content content = random.nextInt(4) == 0 ? null : content(type);
    boolean action = type == ActivityType.ACTION;
    return new ActivityDocument(
        "r" + refs++,
        text(),
        type,
        action ? null : content,
        action ? content : null,
        new Trigger(trigger, interval()),
        maybe(interval()),
        trigger.kind() == TriggerType.Kind.WHEN ? maybe(interval()) : null,
        filter(),
        depth >= DEEPEST ? List.of() : activities(type, random.nextInt(3), depth + 1));
  }

  private Content content(ActivityType type) {
    String key = type == ActivityType.ACTION ? "name" : "title";
    String title = text();
    return random.nextBoolean()
        ? Content.named(title)
        : new Content(
            title,
            JsonText.object(
                new org.nurture.platform.json.DocumentWriter()
                    .put(key, title)
                    .put("x", 5)
                    .build()
                    .toString()));
  }

  private Interval interval() {
    IntervalUnit unit = pick(IntervalUnit.values());
    return new Interval(random.nextInt(unit.most() + 1), unit);
  }

  private Filter filter() {
    return Filter.parse(
        pick(
            "[]",
            "[[\"name\",\"=\",\"x\"]]",
            "[\"|\",[\"a.b\",\">\",5],[\"c\",\"in\",[1,2]]]",
            "[\"!\",[\"c\",\"=\",null]]"));
  }

  private String text() {
    return pick("hello", "“quoted” \\ \"x\"", "日本語", "a/b~c", "émoji 🎉", "{{ x }}")
        + random.nextInt(100);
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextBoolean() ? value : null;
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
