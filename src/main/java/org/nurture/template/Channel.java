package org.nurture.template;

/** What a template is for. */
public enum Channel {
  MAIL,
  SMS
}
