package org.nurture.tracking;

import java.util.Optional;

/** Where short links lead; {@code message} implements it. */
public interface ShortLinks {

  /** The URL of the message's link of that index; empty: there is none. */
  Optional<String> resolve(long messageId, int index);
}
