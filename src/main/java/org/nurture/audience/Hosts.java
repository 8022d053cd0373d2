package org.nurture.audience;

import java.time.Instant;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;

/** Targets and the databases that they lie in: what all who read or write the CRM begin with. */
record Hosts(
    TargetDefinitions definitions, Catalogue catalogue, DataSources sources, Database database) {

  /**
   * @param now what “today” in a filter means
   * @throws org.nurture.platform.NurtureException NOT_FOUND
   */
  Operating operating(String target, Instant now) {
    return new Operating(target, this, now);
  }

  /**
   * Where no time matters.
   *
   * @throws org.nurture.platform.NurtureException NOT_FOUND
   */
  Operating operating(String target) {
    return operating(target, Instant.EPOCH);
  }
}
