package org.nurture.harness;

import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.nurture.platform.FailPoint;
import org.nurture.scenario.RandomComparison;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

/**
 * The fast tests of the engine on H2 (scenarios, both commit orders, random campaigns), as far as
 * the first of each kind that fails. Exit value 0: nothing did.
 */
final class MutantCheck {
  static final String CAUGHT = "caught: ";

  private static final int ENOUGH = 3;

  private final PrintStream out;
  private final List<String> caught = new ArrayList<>();

  private MutantCheck(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws ReflectiveOperationException {
    MutantCheck check = new MutantCheck(System.out);
    try (TestDatabase db = TestDatabase.open(Make.H2)) {
      ScenariosOnH2IT all = new ScenariosOnH2IT();
      for (Class<?> nested : ScenariosOnH2IT.class.getDeclaredClasses()) {
        Constructor<?> make =
            nested.getDeclaredConstructor(ScenariosOnH2IT.class, TestDatabase.class);
        make.setAccessible(true);
        check.tests(nested, () -> make.newInstance(all, db));
      }
      Constructor<?> make = CommitOrderOnH2IT.class.getDeclaredConstructor(TestDatabase.class);
      make.setAccessible(true);
      check.tests(CommitOrderOnH2IT.class, () -> make.newInstance(db));
    }
    check.seeds(Long.getLong("seeds", 50));
    System.exit(check.caught.isEmpty() ? 0 : 1);
  }

  private interface Fresh {
    Object instance() throws ReflectiveOperationException;
  }

  private void tests(Class<?> type, Fresh fresh) throws ReflectiveOperationException {
    for (Class<?> t = type; t != Object.class; t = t.getSuperclass()) {
      for (Method method : t.getDeclaredMethods()) {
        if (caught.size() >= ENOUGH) {
          return;
        }
        method.setAccessible(true);
        if (method.isAnnotationPresent(Test.class)) {
          test(fresh, method);
        } else if (List.of(method.getParameterTypes()).equals(List.of(FailPoint.class))
            && method.isAnnotationPresent(org.junit.jupiter.params.ParameterizedTest.class)) {
          test(
              fresh,
              method,
              FailPoint.valueOf(
                  method.getAnnotation(org.junit.jupiter.params.provider.EnumSource.class)
                      .names()[0]));
        }
      }
    }
  }

  private void test(Fresh fresh, Method method, Object... arguments)
      throws ReflectiveOperationException {
    try {
      method.invoke(fresh.instance(), arguments);
    } catch (InvocationTargetException e) {
      caught("`" + method.getDeclaringClass().getSimpleName() + "#" + method.getName() + "`");
    }
  }

  private void seeds(long most) {
    try (TestDatabase db = TestDatabase.open(Make.H2)) {
      for (long seed = 1; seed <= most; seed++) {
        OptionalInt steps = RandomComparison.shortest(seed, s -> EngineWorld.varied(db, s));
        if (steps.isPresent()) {
          caught("seed " + seed + " (" + steps.getAsInt() + " steps)");
          return;
        }
      }
    }
  }

  private void caught(String by) {
    caught.add(by);
    out.println(CAUGHT + by);
  }
}
