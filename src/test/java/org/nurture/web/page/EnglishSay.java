package org.nurture.web.page;

import java.util.Locale;

/** Texts where there is no page to ask for its language, nor an implementation of Faces. */
public final class EnglishSay extends Say {
  @Override
  Locale locale() {
    return Locale.ENGLISH;
  }
}
