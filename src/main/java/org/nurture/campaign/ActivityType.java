package org.nurture.campaign;

/** What an activity does. */
public enum ActivityType {
  EMAIL,
  SMS,
  ACTION
}
