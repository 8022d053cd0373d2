package org.nurture.platform;

/**
 * CDI event: configuration is checked, the schema is there, the installation is known. Whatever a
 * package does at start, it does on this event ({@code @Observes @Priority(…) Started}), lower
 * priorities first: demo data 100, schedules 1000, the banner 10000.
 */
public record Started(Mode mode) {}
