/**
 * Webhooks: what the action of that kind puts into the outbox, and job {@code send-webhooks}, which
 * posts it after the commit.
 *
 * <p>A request follows the Standard Webhooks convention: headers {@code webhook-id}, {@code
 * webhook-timestamp} and, where the action has a secret, {@code webhook-signature}; the same id
 * again as {@code Idempotency-Key}. Answers 200–299 end it. 408, 425, 429 and 500–599, a connection
 * that fails and an answer that does not come are tried again with the outbox's growing pauses, no
 * earlier than {@code Retry-After} says. Everything else, and the last failed try, gives it up:
 * message FAILED, trace ERROR (action).
 *
 * <p><b>At least once.</b> A message of a person is handed over at most once (X6). A webhook whose
 * answer is lost, because of a time-out, a cut connection or a sender that died, is posted again
 * instead, so it is never IN_DOUBT: it goes to a program, which can tell a second request by its
 * id, and what a lost one costs is a gap in somebody's data. Whoever receives must keep the ids
 * that it has seen for two days.
 *
 * <p><b>Where it may go</b> is {@link org.nurture.message.webhook.Destinations}'s alone.
 */
@NullMarked
package org.nurture.message.webhook;

import org.jspecify.annotations.NullMarked;
