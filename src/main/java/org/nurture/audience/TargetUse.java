package org.nurture.audience;

import java.util.List;
import java.util.Map;

/** Something that needs targets: a used target is not deleted. */
public interface TargetUse {

  /** What uses the target, in words: {@code campaign “Welcome”}. */
  List<String> usedBy(String target);

  /** The same of all targets at once, for lists: some of those who use each. */
  default Map<String, List<String>> users() {
    return Map.of();
  }
}
