package org.nurture.template;

/** A template that can't be compiled, or not be rendered for this record; the text says where. */
public final class LiquidException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For what is wrong with a rendering though Liquid itself is content. */
  public static LiquidException of(String message) {
    return new LiquidException(message);
  }

  LiquidException(String message) {
    super(message);
  }

  LiquidException(String message, Throwable cause) {
    super(message, cause);
  }
}
