package org.nurture.web.filter;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The named filters beside a builder, and the name that is being given. */
public final class NamedFilters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final @Nullable String target;
  private String name = "";
  private boolean naming;

  NamedFilters(Fields fields, @Nullable String target) {
    this.fields = fields;
    this.target = target == null || target.isBlank() ? null : target;
  }

  public List<String> getNames() {
    return target == null ? List.of() : fields.saved().names(target);
  }

  Optional<String> find(String wanted) {
    return target == null ? Optional.empty() : fields.saved().find(target, wanted);
  }

  public void delete(String unwanted) {
    if (target != null) {
      fields.saved().delete(target, unwanted);
    }
  }

  public void start() {
    naming = true;
    name = "";
  }

  public void stop() {
    naming = false;
  }

  /**
   * @throws org.nurture.platform.NurtureException INVALID: no name, or one that is taken
   */
  void save(String filter) {
    if (target != null) {
      fields.saved().save(target, name, filter);
      naming = false;
    }
  }

  public boolean isNaming() {
    return naming;
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name == null ? "" : name.strip();
  }
}
