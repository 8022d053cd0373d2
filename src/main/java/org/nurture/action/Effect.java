package org.nurture.action;

import org.nurture.platform.json.DocumentWriter;

/** What an action does, as people write it: one record for each kind. Immutable. */
public sealed interface Effect
    permits UpdateRecord,
        CreateRecord,
        CreateActivity,
        Followers,
        SendMessage,
        ExecuteCode,
        Webhook,
        Sequence {

  ActionKind kind();

  /** Adds the members of this kind to the action's document. */
  DocumentWriter put(DocumentWriter out);

  /** As {@link #put}, with what others must not read. */
  default DocumentWriter putAll(DocumentWriter out) {
    return put(out);
  }

  /** This one in the place of another, of which it keeps what the document did not give. */
  default Effect replacing(Effect before) {
    return this;
  }
}
