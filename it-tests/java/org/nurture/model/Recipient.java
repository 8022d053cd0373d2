package org.nurture.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.journey.Reason;

/** X4, but for what the campaign itself refuses, and what no template can be rendered for. */
final class Recipient {
  /** A contact of that name can't be rendered by any template. */
  private static final String UNRENDERABLE = "unrenderable";

  private Recipient() {}

  /** Why it gets no message; null: it may. */
  static @Nullable Reason refusal(Model model, ActivityType channel, Contact contact) {
    String address = address(channel, contact);
    if (address == null) {
      return Reason.NO_ADDRESS;
    }
    if (!valid(channel, address)) {
      return Reason.INVALID_ADDRESS;
    }
    return contact.is("opt_out") || model.suppressions().has(channel, address)
        ? Reason.SUPPRESSED
        : null;
  }

  static boolean unrenderable(Contact contact) {
    return UNRENDERABLE.equals(contact.get("name"));
  }

  /** The first one, split at comma or semicolon, normalised. */
  static @Nullable String address(ActivityType channel, Contact contact) {
    String field = contact.text(channel == ActivityType.EMAIL ? "email" : "phone");
    if (field == null) {
      return null;
    }
    String first = field.split("[,;]", -1)[0].strip();
    return first.isEmpty() ? null : first.toLowerCase(Locale.ROOT).replace(" ", "");
  }

  /** Enough for the addresses that tests use. */
  private static boolean valid(ActivityType channel, String address) {
    return channel == ActivityType.EMAIL
        ? address.matches("[^@]+@[^@]+\\.[^@]+")
        : address.matches("\\+[0-9]{8,15}");
  }
}
