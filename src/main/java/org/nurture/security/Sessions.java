package org.nurture.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a browser's session holds: who, and the token against forged requests. */
final class Sessions {
  private static final String TOKEN = "org.nurture.csrf";
  private static final int TOKEN_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Sessions() {}

  static Optional<CurrentUser.Who> user(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(LogInMechanism.WHO) instanceof Stored stored
        ? Optional.of(stored.who())
        : Optional.empty();
  }

  /** Starts a new session, whatever there was before. */
  static void begin(HttpServletRequest request, CurrentUser.Who who) {
    HttpSession old = request.getSession(false);
    if (old != null) {
      old.invalidate();
    }
    byte[] token = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(token);
    HttpSession session = request.getSession(true);
    session.setAttribute(LogInMechanism.WHO, Stored.of(who));
    session.setAttribute(TOKEN, Base64.getUrlEncoder().withoutPadding().encodeToString(token));
  }

  static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /** The session's token; empty without a session. */
  static Optional<String> token(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(TOKEN) instanceof String token
        ? Optional.of(token)
        : Optional.empty();
  }

  static boolean isToken(HttpServletRequest request, @Nullable String given) {
    return given != null
        && token(request)
            .map(
                token ->
                    MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8)))
            .orElse(false);
  }

  /** A session may wander between servers: text alone. */
  private record Stored(String name, String groups) implements java.io.Serializable {
    static Stored of(CurrentUser.Who who) {
      return new Stored(
          who.name(), String.join(" ", who.roles().stream().map(Role::group).toList()));
    }

    CurrentUser.Who who() {
      return Users.who(name, java.util.Set.of(groups.split(" ")));
    }
  }
}
