package org.nurture.message;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.net.IDN;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Normal forms of mail addresses and phone numbers (X4). */
public final class Addresses {
  private static final Pattern SEPARATOR = Pattern.compile("[,;]");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");

  /** As in a link (RFC 3966). */
  private static final Pattern TEL = Pattern.compile("(?i)^\\s*tel:");

  /** Some plans do not tell mobiles from land lines: then it may be one. */
  private static final Set<PhoneNumberType> MOBILE =
      EnumSet.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE);

  /** Printable ASCII without what would end or quote a path in SMTP (RFC 5321 §4.1.2). */
  private static final Pattern LOCAL =
      Pattern.compile("[!#-'*+\\-/-9=?A-Z^-~]+(\\.[!#-'*+\\-/-9=?A-Z^-~]+)*");

  private Addresses() {}

  /** The first of a field's addresses, stripped; null where there is none. */
  public static @Nullable String first(@Nullable Object field) {
    if (field instanceof Iterable<?> list) {
      for (Object item : list) {
        String found = first(item);
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    if (field == null) {
      return null;
    }
    for (String part : SEPARATOR.split(field.toString())) {
      if (!part.isBlank()) {
        return part.strip();
      }
    }
    return null;
  }

  /**
   * A mail address as it is sent to: the domain in ASCII and lower case, the local part as given
   * (RFC 5321 §2.4). {@code Ann <ann@example.org>} is taken as its address.
   *
   * @return empty: no valid address
   */
  public static Optional<String> mail(String given) {
    String address = given.strip();
    if (address.chars().anyMatch(c -> c < ' ')) {
      return Optional.empty();
    }
    int open = address.indexOf('<');
    if (open >= 0 && address.endsWith(">")) {
      address = address.substring(open + 1, address.length() - 1).strip();
    }
    int at = address.lastIndexOf('@');
    if (at < 1 || at > 64 || !LOCAL.matcher(address.substring(0, at)).matches()) {
      return Optional.empty();
    }
    Optional<String> domain = domain(address.substring(at + 1));
    if (domain.isEmpty()) {
      return Optional.empty();
    }
    String normal = address.substring(0, at) + "@" + domain.get();
    return normal.length() > 254 ? Optional.empty() : Optional.of(normal);
  }

  private static Optional<String> domain(String given) {
    String ascii;
    try {
      // the conversion is slow and leaves ASCII as it is
      ascii =
          (given.chars().allMatch(c -> c < 128) ? given : IDN.toASCII(given))
              .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String[] labels = ascii.split("\\.", -1);
    if (labels.length < 2 || ascii.length() > 253) {
      return Optional.empty();
    }
    for (String label : labels) {
      if (label.length() > 63 || !LABEL.matcher(label).matches()) {
        return Optional.empty();
      }
    }
    return labels[labels.length - 1].chars().allMatch(Character::isDigit)
        ? Optional.empty()
        : Optional.of(ascii);
  }

  /**
   * A phone number in E.164.
   *
   * @param country ISO 3166 code of the record's country; null or unknown: only international
   *     numbers are valid
   */
  public static Optional<String> phone(String given, @Nullable String country) {
    return number(given, country).map(Addresses::e164);
  }

  /**
   * As {@link #phone}, and only where texts can go: a number that its country's numbering plan
   * knows to be something else than a mobile (a land line, toll-free …) is not valid.
   */
  public static Optional<String> mobile(String given, @Nullable String country) {
    return number(given, country)
        .filter(number -> MOBILE.contains(PhoneNumberUtil.getInstance().getNumberType(number)))
        .map(Addresses::e164);
  }

  private static Optional<PhoneNumber> number(String given, @Nullable String country) {
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    String region = country == null ? "ZZ" : country.strip().toUpperCase(Locale.ROOT);
    // the library would take letters for the digits of a telephone's keys, or drop them
    if (TEL.matcher(given).replaceFirst("").chars().anyMatch(Character::isLetter)) {
      return Optional.empty();
    }
    try {
      PhoneNumber number =
          util.parse(given, util.getSupportedRegions().contains(region) ? region : "ZZ");
      return util.isValidNumber(number) ? Optional.of(number) : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  private static String e164(PhoneNumber number) {
    return PhoneNumberUtil.getInstance().format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
  }

  /**
   * What two addresses have in common that are the same: mailboxes mind no case in practice, so a
   * suppression must not either.
   */
  public static String key(String normal) {
    return normal.toLowerCase(Locale.ROOT);
  }
}
