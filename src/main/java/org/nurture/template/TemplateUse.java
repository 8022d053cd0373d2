package org.nurture.template;

import java.util.List;

/** Who uses a template, for refusing its deletion; {@code campaign} implements it. */
public interface TemplateUse {

  /** Names of campaigns with an activity, live or staged, that uses it; some of them if many. */
  List<String> usedBy(Channel channel, long templateId);
}
