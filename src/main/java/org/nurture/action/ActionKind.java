package org.nurture.action;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;
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
  EXECUTE_CODE(null),
  WEBHOOK(Webhook::read),
  SEQUENCE(Sequence::read);

  private final @Nullable Function<DocumentReader, ? extends Effect> reader;

  ActionKind(@Nullable Function<DocumentReader, ? extends Effect> reader) {
    this.reader = reader;
  }

  /** Whether this server can execute it. */
  public boolean available() {
    return reader != null;
  }

  /** Those that this server can execute. */
  public static List<ActionKind> offered() {
    return Arrays.stream(values()).filter(ActionKind::available).toList();
  }

  /** As documents write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the members of this kind. */
  Effect read(DocumentReader in) {
    if (reader == null) {
      in.ignoreAll();
      in.problems()
          .invalid(
              in.at("kind"),
              Text.of("“{0}” can't be executed yet; available are {1}", word(), offeredWords()));
      return new Sequence(List.of());
    }
    return reader.apply(in);
  }

  private static String offeredWords() {
    return offered().stream().map(ActionKind::word).collect(Collectors.joining(", "));
  }
}
