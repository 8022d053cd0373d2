package org.nurture.scenario;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nurture.model.Act;
import org.nurture.model.Span;
import org.nurture.model.Value;

/**
 * What actions do, out of a seed: every kind, and each so that some records make it fail. Those
 * that cost much time, code and expressions, are few.
 */
final class RandomAct {
  private final Random random;
  private final RandomPlan plans;

  RandomAct(Random random, RandomPlan plans) {
    this.random = random;
    this.plans = plans;
  }

  Act act() {
    return random.nextInt(5) > 0
        ? single()
        : new Act.Sequence(
            IntStream.rangeClosed(0, 1 + random.nextInt(2)).mapToObj(i -> single()).toList());
  }

  private Act single() {
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5 -> new Act.Create(title(), random.nextBoolean());
      case 6, 7, 8, 9, 10 -> new Act.Todo(due(), random.nextBoolean());
      case 11, 12, 13, 14 -> new Act.Follow(random.nextInt(3) > 0, List.of("ann", "bob"));
      case 15 -> new Act.Follow(false, List.of("bob"));
      case 16, 17, 18, 19, 20 -> new Act.Send(form());
      case 21, 22, 23 -> new Act.Hook();
      case 24 -> random.nextInt(4) == 0 ? script() : twoFields();
      case 25 -> update("score", new Value.Sum("score", 5));
      case 26, 27, 28 -> update("stage", new Value.Other("company.city"));
      case 29, 30 -> update("country", new Value.Other("stage"));
      case 31 -> twoFields();
      default -> constant();
    };
  }

  private Act script() {
    return new Act.Script(
        random.nextBoolean() ? Act.Script.Code.DILIGENT : Act.Script.Code.THROWING);
  }

  private Act.Send.Form form() {
    Act.Send.Form[] all = Act.Send.Form.values();
    return all[random.nextInt(all.length)];
  }

  private Value title() {
    return switch (random.nextInt(8)) {
      case 0 -> new Value.Joined("For ", "country");
      case 1, 2 -> new Value.Constant("Call");
      case 3, 4 -> new Value.Other("country");
      default -> new Value.Other("name");
    };
  }

  private @org.jspecify.annotations.Nullable Span due() {
    ChronoUnit unit = plans.unit();
    return random.nextInt(3) == 0 ? null : new Span(plans.count(unit), unit);
  }

  /** Each from the other, as both were before. */
  private static Act twoFields() {
    return new Act.Update(
        List.of(
            new Act.Line("stage", new Value.Other("country")),
            new Act.Line("country", new Value.Constant("FR"))));
  }

  private static Act update(String field, Value value) {
    return new Act.Update(List.of(new Act.Line(field, value)));
  }

  private Act constant() {
    return switch (random.nextInt(6)) {
      case 0 -> Act.set("score", random.nextInt(3) * 5);
      case 1 -> Act.set("stage", plans.pick(RandomPlan.STAGES));
      case 2 -> Act.set("country", plans.pick(RandomPlan.COUNTRIES));
      case 3 -> Act.set("opt_out", random.nextBoolean());
      default -> Act.set("stage", "hot");
    };
  }
}
