package org.nurture.platform;

/**
 * The server cannot start as it is set up. The message is one line that names the key or the thing,
 * says what is wrong with it and what is allowed; there is no stack trace, as nobody needs one.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message, null, false, false);
  }
}
