package org.nurture.web.template;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** HTML of mails that somebody looks at just now, by a name that nobody can guess. */
@SessionScoped
public class Previews implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 8;

  private final Map<String, String> pages = new LinkedHashMap<>();

  synchronized String keep(String html) {
    String name = UUID.randomUUID().toString();
    pages.put(name, html);
    if (pages.size() > MOST) {
      pages.remove(pages.keySet().iterator().next());
    }
    return name;
  }

  synchronized @Nullable String find(String name) {
    return pages.get(name);
  }
}
