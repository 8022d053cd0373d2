package org.nurture.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** Texts with parameters, for pages and beans. Bare texts are read as {@code text['key']}. */
@Named
@ApplicationScoped
public class Say {
  private static final String BUNDLE = "org.nurture.web.messages";

  /** The text in the page's language; where there is none, its key. */
  public String of(String key) {
    return text(key);
  }

  /** The text with its parameter, as {@link java.text.MessageFormat} puts it in. */
  public String of(String key, Object a) {
    return format(key, a);
  }

  public String of(String key, Object a, Object b) {
    return format(key, a, b);
  }

  public String of(String key, Object a, Object b, Object c) {
    return format(key, a, b, c);
  }

  public String of(String key, Object a, Object b, Object c, Object d) {
    return format(key, a, b, c, d);
  }

  /** Two letters for a person's round picture. */
  public String initials(String name) {
    String[] words = name.strip().split("\\s+");
    String first = words[0].isEmpty() ? "" : words[0].substring(0, 1);
    String last = words.length < 2 ? "" : words[words.length - 1].substring(0, 1);
    return (first + last).toUpperCase(java.util.Locale.ROOT);
  }

  /** The text if there is one; else what is given. */
  public String orElse(String key, String otherwise) {
    String found = text(key);
    return found.equals(key) ? otherwise : found;
  }

  private String format(String key, Object... parameters) {
    return new MessageFormat(text(key), locale()).format(parameters);
  }

  private String text(String key) {
    try {
      return ResourceBundle.getBundle(BUNDLE, locale()).getString(key);
    } catch (MissingResourceException e) {
      return key;
    }
  }

  /** The page's language; English where there is no page. */
  Locale locale() {
    FacesContext faces = FacesContext.getCurrentInstance();
    return faces == null || faces.getViewRoot() == null
        ? Locale.ENGLISH
        : faces.getViewRoot().getLocale();
  }
}
