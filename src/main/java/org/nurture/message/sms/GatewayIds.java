package org.nurture.message.sms;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Gateways write one id in several ways: {@code submit_sm_resp} in hexadecimal and the receipt in
 * decimal or the other way round, in capitals or not, with zeros in front or without.
 */
final class GatewayIds {
  private static final int LONGEST = 100;
  private static final int LONGEST_NUMBER = 32;

  private GatewayIds() {}

  /** In capitals, without zeros in front. */
  static String normal(String id) {
    String normal = id.strip().toUpperCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    return normal.length() > LONGEST ? normal.substring(0, LONGEST) : normal;
  }

  /** Under what else a normal id may have been given: the other base. */
  static Set<String> others(String normal) {
    Set<String> others = new LinkedHashSet<>();
    if (normal.length() <= LONGEST_NUMBER) {
      if (normal.matches("[0-9]+")) {
        others.add(normal(new BigInteger(normal).toString(16)));
      }
      if (normal.matches("[0-9A-F]+")) {
        others.add(new BigInteger(normal, 16).toString());
      }
    }
    others.remove(normal);
    return others;
  }
}
