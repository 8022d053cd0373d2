package org.nurture.action;

import java.util.Locale;
import java.util.function.Function;
import org.nurture.platform.json.DocumentReader;

/** The nine kinds of server actions (SPEC section 9), and running several in order. */
public enum ActionKind {
  UPDATE_RECORD(UpdateRecord::read),
  CREATE_ACTIVITY(CreateActivity::read),
  SEND_EMAIL(SendMessage::mail),
  SEND_SMS(SendMessage::sms),
  ADD_FOLLOWERS(Followers::adding),
  REMOVE_FOLLOWERS(Followers::removing),
  CREATE_RECORD(CreateRecord::read),
  EXECUTE_CODE(ExecuteCode::read),
  WEBHOOK(Webhook::read),
  SEQUENCE(Sequence::read);

  private final Function<DocumentReader, ? extends Effect> reader;

  ActionKind(Function<DocumentReader, ? extends Effect> reader) {
    this.reader = reader;
  }

  /** As documents write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the members of this kind. */
  Effect read(DocumentReader in) {
    return reader.apply(in);
  }
}
