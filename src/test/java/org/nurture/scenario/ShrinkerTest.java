package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Contact.contact;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nurture.model.Model;
import org.nurture.model.Plan;
import org.nurture.model.World;
import org.nurture.scenario.RandomScript.Step;

/** A script on which two worlds differ becomes as short as it gets, and they still differ on it. */
class ShrinkerTest {
  private static final Plan PLAN = Plan.of(action("act").after(1, DAYS));

  /** The model with a bug: it does not hear of one sort of step. */
  private static World deafTo(String method) {
    Model model = new Model();
    return (World)
        Proxy.newProxyInstance(
            World.class.getClassLoader(),
            new Class<?>[] {World.class},
            (proxy, called, arguments) -> {
              try {
                return called.getName().equals(method) ? null : called.invoke(model, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Shrinker shrinker(String deafTo) {
    return new Shrinker(() -> deafTo(deafTo), RandomComparison::compare, 1);
  }

  private static Step step(String what, Consumer<World> act) {
    return new Step(what, act);
  }

  /** Ten contacts come, time goes by, one is removed, another one goes. */
  private static List<Step> script() {
    List<Step> steps = new ArrayList<>();
    steps.add(step("launch", w -> w.launch(PLAN)));
    LongStream.rangeClosed(1, 10)
        .forEach(key -> steps.add(step("put " + key, w -> w.put(contact(key)))));
    steps.add(step("enroll", World::enroll));
    for (int i = 0; i < 10; i++) {
      steps.add(step("pass", w -> w.moveTo(w.now().plus(Duration.ofHours(1)))));
      steps.add(step("process", World::process));
    }
    steps.add(step("remove 7", w -> w.remove(7)));
    steps.add(step("delete 3", w -> w.delete(3)));
    steps.add(step("process", World::process));
    return steps;
  }

  @Test
  void only_steps_without_which_there_is_no_difference_are_left() {
    Shrinker.Short shortest = shrinker("remove").shrink(script()).orElseThrow();

    assertThat(shortest.steps())
        .extracting(Step::what)
        .containsExactly("launch", "put 7", "enroll", "remove 7");
    assertThat(shortest).asString().contains("remove 7").contains("REMOVED");
  }

  @Test
  void every_one_of_them_is_needed() {
    Shrinker shrinker = shrinker("delete");
    List<Step> left = shrinker.shrink(script()).orElseThrow().steps();

    assertThat(shrinker.shrink(left)).isPresent();
    for (int i = 0; i < left.size(); i++) {
      List<Step> fewer = new ArrayList<>(left);
      fewer.remove(i);
      assertThat(shrinker.shrink(fewer)).as("without %s", left.get(i).what()).isEmpty();
    }
  }

  @Test
  void where_the_worlds_agree_nothing_is_left() {
    assertThat(shrinker("suppress").shrink(script())).isEmpty();
  }
}
