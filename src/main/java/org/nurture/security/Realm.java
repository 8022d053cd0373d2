package org.nurture.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.ConfigurationException;

/**
 * The container's realm, asked by reflection: no standard lets an own log-in mechanism ask it. The
 * one class that knows the makes, Payara and WildFly.
 */
@ApplicationScoped
class Realm {
  private static final Logger LOG = Logger.getLogger(Realm.class.getName());
  private static final String WILDFLY = "org.wildfly.security.auth.server.SecurityDomain";
  private static final String PAYARA = "com.sun.enterprise.security.auth.realm.Realm";

  /**
   * The user's groups.
   *
   * @param realm on WildFly only its presence counts: the domain is the deployment's
   * @return empty where name or password is wrong
   * @throws IllegalStateException where the server is of neither make, or has no such realm
   */
  Optional<Set<String>> groups(String realm, String name, String password) {
    try {
      Class<?> wildfly = find(WILDFLY);
      if (wildfly != null) {
        return wildfly(wildfly, name, password);
      }
      Class<?> payara = find(PAYARA);
      if (payara != null) {
        return payara(payara, realm, name, password);
      }
    } catch (InvocationTargetException e) {
      LOG.log(Level.FINE, "The realm refused somebody", e.getCause());
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The realm " + realm + " cannot be asked", e);
    }
    throw new IllegalStateException(
        "NURTURE_REALM works on Payara and WildFly; this server is of another make");
  }

  /** SecurityDomain.getCurrent().authenticate(name, new PasswordGuessEvidence(password)). */
  private static Optional<Set<String>> wildfly(Class<?> domains, String name, String password)
      throws ReflectiveOperationException {
    Object domain = domains.getMethod("getCurrent").invoke(null);
    Class<?> evidenceType = load("org.wildfly.security.evidence.Evidence");
    Object evidence =
        load("org.wildfly.security.evidence.PasswordGuessEvidence")
            .getConstructor(char[].class)
            .newInstance((Object) password.toCharArray());
    Object identity =
        domains
            .getMethod("authenticate", String.class, evidenceType)
            .invoke(domain, name, evidence);
    Iterable<?> roles = (Iterable<?>) identity.getClass().getMethod("getRoles").invoke(identity);
    Set<String> groups = new HashSet<>();
    roles.forEach(role -> groups.add(String.valueOf(role)));
    return Optional.of(groups);
  }

  /** A JAAS log-in in the realm's own context, with the password in the subject. */
  private static Optional<Set<String>> payara(
      Class<?> realms, String realmName, String name, String password)
      throws ReflectiveOperationException {
    demand(realms, realmName);
    Object realm = realms.getMethod("getInstance", String.class).invoke(null, realmName);
    String context = (String) realms.getMethod("getJAASContext").invoke(realm);
    Object credential =
        load("com.sun.enterprise.security.auth.login.common.PasswordCredential")
            .getConstructor(String.class, char[].class, String.class)
            .newInstance(name, password.toCharArray(), realmName);
    Subject subject = new Subject();
    subject.getPrivateCredentials().add(credential);
    try {
      new LoginContext(context, subject).login();
    } catch (LoginException e) {
      LOG.log(Level.FINE, "The realm refused somebody", e);
      return Optional.empty();
    }
    Enumeration<?> names =
        (Enumeration<?>) realms.getMethod("getGroupNames", String.class).invoke(realm, name);
    Set<String> groups = new HashSet<>();
    Collections.list(names).forEach(group -> groups.add(String.valueOf(group)));
    return Optional.of(groups);
  }

  /**
   * @throws ConfigurationException where the server has no such realm, as far as it can tell
   */
  void demand(String realm) {
    try {
      Class<?> payara = find(PAYARA);
      if (payara != null) {
        demand(payara, realm);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The realm " + realm + " cannot be asked", e);
    }
  }

  private static void demand(Class<?> payara, String realm) throws ReflectiveOperationException {
    Object valid = payara.getMethod("isValidRealm", String.class).invoke(null, realm);
    if (!Boolean.TRUE.equals(valid)) {
      throw new ConfigurationException(
          "NURTURE_REALM=" + realm + " is not allowed; it must name a realm of this server");
    }
  }

  private static @Nullable Class<?> find(String name) {
    try {
      return load(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
  }
}
