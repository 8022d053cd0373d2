package org.nurture.harness;

/**
 * Where messages go.
 *
 * @param smtpPort of a mail server on loopback
 * @param smppUrl of a message centre, as {@code NURTURE_SMS_URL}
 */
public record Gateways(int smtpPort, String smppUrl) {}
