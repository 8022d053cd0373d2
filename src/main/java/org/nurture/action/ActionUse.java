package org.nurture.action;

import java.util.List;

/** Who uses a server action, for refusing its deletion; {@code campaign} implements it. */
public interface ActionUse {

  /** Names of campaigns with an activity, live or staged, that uses it; some of them if many. */
  List<String> usedBy(long actionId, String name, boolean library);
}
