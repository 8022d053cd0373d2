package org.nurture.audience;

import java.util.List;
import java.util.Optional;

/** Where target definitions are kept. */
public interface TargetDefinitions {

  /** All of them, by name. */
  List<TargetDefinition> all();

  default Optional<TargetDefinition> find(String name) {
    return all().stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
