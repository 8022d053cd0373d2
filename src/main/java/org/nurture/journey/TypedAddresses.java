package org.nurture.journey;

import org.jspecify.annotations.Nullable;
import org.nurture.message.Kind;

/**
 * Where a test's messages go instead of to the record (T3).
 *
 * @param email null: the record's own
 * @param phone null: the record's own
 */
public record TypedAddresses(@Nullable String email, @Nullable String phone) {
  public static final TypedAddresses NONE = new TypedAddresses(null, null);

  public TypedAddresses {
    email = filled(email);
    phone = filled(phone);
  }

  @Nullable String of(Kind kind) {
    return switch (kind) {
      case MAIL -> email;
      case SMS -> phone;
      case WEBHOOK -> null;
    };
  }

  private static @Nullable String filled(@Nullable String address) {
    return address == null || address.isBlank() ? null : address.strip();
  }
}
