package org.nurture.harness;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nurture.message.Answer;
import org.nurture.message.Claimed;
import org.nurture.message.Kind;
import org.nurture.message.SendWork;
import org.nurture.platform.Time;
import org.nurture.support.TestDatabase;

/**
 * Sends mails as jobs do, under claims and leases (D12), to a gateway that takes everything. For
 * several threads.
 */
final class ClaimingSender {
  private final TestDatabase db;
  private final EngineParts parts;
  private final Map<Long, Integer> handed = new ConcurrentHashMap<>();

  ClaimingSender(TestDatabase db, EngineParts parts) {
    this.db = db;
    this.parts = parts;
  }

  /** One run of the job. */
  void run() {
    SendWork work =
        new SendWork(
            Kind.MAIL,
            parts.leases(),
            parts.suppressions(),
            parts.withdrawal(),
            db.clock(),
            this::hand);
    boolean more = true;
    while (more) {
      more = work.next().isPresent();
    }
  }

  /** Messages that were handed over, and how often. */
  Map<Long, Integer> handed() {
    return handed;
  }

  private SendWork.Outcome hand(String owner, List<Claimed> messages, long claimedAt) {
    Set<Long> allowed = parts.leases().begin(owner, messages, Time.now(db.clock()));
    allowed.forEach(id -> handed.merge(id, 1, Integer::sum));
    parts
        .answers()
        .record(
            owner,
            messages.stream()
                .filter(m -> allowed.contains(m.id()))
                .map(m -> new Answer.Accepted(m, "250 taken"))
                .toList(),
            Time.now(db.clock()));
    return new SendWork.Outcome(allowed.size(), null);
  }
}
