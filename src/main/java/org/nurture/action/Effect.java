package org.nurture.action;

import org.nurture.platform.json.DocumentWriter;

/** What an action does, as people write it: one record for each kind. Immutable. */
public sealed interface Effect
    permits UpdateRecord, CreateRecord, CreateActivity, Followers, SendMessage, Sequence {

  ActionKind kind();

  /** Adds the members of this kind to the action's document. */
  DocumentWriter put(DocumentWriter out);
}
