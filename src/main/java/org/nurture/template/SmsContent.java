package org.nurture.template;

/** What an SMS is made of: Liquid source. */
public record SmsContent(String text) {}
