package org.nurture.tracking;

/** CDI event: a recipient's hit has just been committed to the inbox by this server. */
public record Hit(EventType type) {}
