package org.nurture.platform;

import jakarta.json.JsonObject;

/** What a part of the application tells of its health, under {@code /health}. */
public interface HealthPart {

  /** The member that it stands under. */
  String name();

  /** Asked for anybody, and often: it must be cheap, and tell nothing about people. */
  JsonObject tell();
}
