package org.nurture.audience;

import java.util.List;

/** Something that needs targets: a used target is not deleted. */
public interface TargetUse {

  /** What uses the target, in words: {@code campaign “Welcome”}. */
  List<String> usedBy(String target);
}
