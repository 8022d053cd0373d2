package org.nurture.message.sms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose receipts these are. Pure: all facts are given. */
final class ReceiptMatch {
  /** A receipt of an older message in doubt proves nothing; gateways keep trying for two days. */
  private static final Duration LONG_AGO = Duration.ofDays(3);

  /** The recipient's number as two sides write it may differ in its beginning. */
  private static final int COMPARED_DIGITS = 7;

  private final Map<String, List<Part>> byId = new HashMap<>();
  private final Map<Long, List<Part>> byMessage = new HashMap<>();
  private final Map<String, List<Doubtful>> byPhone = new HashMap<>();
  private final Set<Long> delivered = new HashSet<>();

  /** A receipt that waits for its message. */
  record Kept(
      long id,
      String gatewayId,
      String phone,
      @Nullable Integer reference,
      Receipt.State state,
      @Nullable String error,
      Instant receivedAt,
      int tries) {}

  /**
   * A part that was submitted.
   *
   * @param state {@link Receipt.Fate}'s ordinal
   * @param phone E.164
   * @param inDoubt whether its message is
   */
  record Part(
      long id,
      long message,
      int part,
      int parts,
      String gatewayId,
      int state,
      String phone,
      boolean inDoubt) {}

  /**
   * A message whose hand-over began.
   *
   * @param inDoubt false: its answer may still come
   */
  record Doubtful(long message, String phone, boolean inDoubt, @Nullable Instant sentAt) {}

  /**
   * @param parts all parts of every message that one of the ids may belong to, oldest first
   * @param doubtful all to the receipts' numbers
   */
  ReceiptMatch(List<Part> parts, List<Doubtful> doubtful) {
    for (Part part : parts) {
      byId.computeIfAbsent(part.gatewayId(), i -> new ArrayList<>()).add(part);
      byMessage.computeIfAbsent(part.message(), m -> new ArrayList<>()).add(part);
      if (part.state() == Receipt.Fate.DELIVERED.ordinal()) {
        delivered.add(part.id());
      }
    }
    for (Doubtful each : doubtful) {
      byPhone.computeIfAbsent(each.phone(), p -> new ArrayList<>()).add(each);
    }
  }

  /**
   * The part that it reports of; null: none yet. Of several with one id, which gateways use again
   * after a while, the one to that number, else the latest.
   */
  @Nullable Part part(Kept receipt) {
    Part exact = latest(byId.getOrDefault(receipt.gatewayId(), List.of()), receipt.phone(), false);
    if (exact != null) {
      return exact;
    }
    for (String other : GatewayIds.others(receipt.gatewayId())) {
      // in the other base it may be somebody else's: the number has to agree
      Part found = latest(byId.getOrDefault(other, List.of()), receipt.phone(), true);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Part latest(List<Part> candidates, String phone, boolean demanded) {
    Part found = null;
    for (Part candidate : candidates) {
      if (samePhone(candidate.phone(), phone)) {
        found = candidate;
      }
    }
    return found != null || demanded || candidates.isEmpty()
        ? found
        : candidates.get(candidates.size() - 1);
  }

  /**
   * The message in doubt that it proves sent: the only one to that number whose answer is missing;
   * null: none, or it can't be told which. Where the gateway returns our reference, it has to be
   * that one.
   */
  @Nullable Long inDoubt(Kept receipt) {
    List<Doubtful> candidates = byPhone.getOrDefault("+" + receipt.phone(), List.of());
    if (!candidates.stream().allMatch(Doubtful::inDoubt)) {
      return null; // the answer to the one under way may bring this id
    }
    List<Long> fitting = new ArrayList<>();
    for (Doubtful each : candidates) {
      boolean recent =
          each.sentAt() != null
              && each.sentAt().isAfter(receipt.receivedAt().minus(LONG_AGO))
              && !each.sentAt().isAfter(receipt.receivedAt());
      boolean referred =
          receipt.reference() == null || receipt.reference() == MessageReference.of(each.message());
      if (recent && referred) {
        fitting.add(each.message());
      }
    }
    return fitting.size() == 1 ? fitting.get(0) : null;
  }

  /** Notes that the part is delivered; true: with it, all of its message are. */
  boolean delivered(Part part, Kept receipt) {
    if (receipt.state().fate() != Receipt.Fate.DELIVERED) {
      return false;
    }
    delivered.add(part.id());
    List<Part> all = byMessage.getOrDefault(part.message(), List.of());
    return all.stream().filter(p -> delivered.contains(p.id())).count() >= part.parts();
  }

  private static boolean samePhone(String ours, String theirs) {
    String digits = ours.replace("+", "");
    String other = theirs.replaceFirst("^0+", "");
    return other.length() >= COMPARED_DIGITS && (digits.endsWith(other) || other.endsWith(digits));
  }
}
