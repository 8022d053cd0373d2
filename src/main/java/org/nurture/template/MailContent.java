package org.nurture.template;

import org.jspecify.annotations.Nullable;

/**
 * What a mail is made of: Liquid sources.
 *
 * @param from null: the installation's own sender
 * @param preview what a mailbox shows beside the subject; null: none
 * @param html null: a mail of plain text only
 * @param text null: made from the HTML
 */
public record MailContent(
    String subject,
    @Nullable String from,
    @Nullable String replyTo,
    @Nullable String preview,
    @Nullable String html,
    @Nullable String text) {}
