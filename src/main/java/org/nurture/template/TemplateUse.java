package org.nurture.template;

import java.util.List;

/** Who uses templates: one that is used is not deleted. Features that use them implement it. */
public interface TemplateUse {

  /** Names of campaigns with an activity, live or staged, that uses it; some of them if many. */
  default List<String> usedBy(Channel channel, long templateId) {
    return List.of();
  }

  /** Those who name a template of the library by its title, in words; some of them if many. */
  default List<String> usedBy(Channel channel, String title) {
    return List.of();
  }

  /** A template of the library is called otherwise now: who names it by its title follows. */
  default void renamed(Channel channel, String was, String now) {
    // who names none has nothing to do
  }
}
