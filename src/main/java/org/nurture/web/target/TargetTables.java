package org.nurture.web.target;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.TableInfo;
import org.nurture.platform.DatabaseAwayException;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.FieldErrors;

/** The first step of the wizard: data source, schema, and the tables in it. */
public class TargetTables implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for a JNDI name that is typed. */
  static final String OTHER = "-";

  private static final int MOST = 40;

  private String source = "";
  private String jndi = "";
  private String schema = "";
  private String search = "";
  private final List<String> schemas = new ArrayList<>();
  private final List<TableInfo> tables = new ArrayList<>();
  private boolean all;

  /** Looks into a data source; its likely schema first. */
  void look(TargetDesk desk, FieldErrors errors) {
    schemas.clear();
    tables.clear();
    schema = "";
    search = "";
    all = false;
    errors.clear();
    if (getUsed().isEmpty()) {
      return;
    }
    tried(
        errors,
        () -> {
          schemas.addAll(desk.schemas(getUsed()));
          schema = desk.likelySchema(getUsed());
          list(desk);
        });
  }

  /** Lists a schema. */
  void list(TargetDesk desk, FieldErrors errors) {
    errors.clear();
    search = "";
    all = false;
    tried(errors, () -> list(desk));
  }

  private void list(TargetDesk desk) {
    tables.clear();
    tables.addAll(desk.tables(getUsed(), schema.isEmpty() ? null : schema));
  }

  /** What goes wrong is said at the field that it comes from. */
  private static void tried(FieldErrors errors, Runnable look) {
    try {
      look.run();
    } catch (NurtureException e) {
      boolean schema = e.violations().stream().anyMatch(v -> v.path().equals("/schema"));
      errors.add(schema ? "schema" : "source", String.valueOf(e.getMessage()));
    } catch (DatabaseAwayException e) {
      errors.add("source", String.valueOf(e.getMessage()));
    }
  }

  /** Those whose names hold what is sought, the first of them. */
  public List<TableInfo> getShown() {
    List<TableInfo> found = found();
    return all ? found : found.subList(0, Math.min(MOST, found.size()));
  }

  private List<TableInfo> found() {
    String[] words = search.toLowerCase(Locale.ROOT).strip().split("[\\s._]+");
    return tables.stream()
        .filter(
            t -> {
              String name = t.name().toLowerCase(Locale.ROOT);
              return java.util.Arrays.stream(words).allMatch(name::contains);
            })
        .toList();
  }

  public int getFound() {
    return found().size();
  }

  public int getTotal() {
    return tables.size();
  }

  public int getMore() {
    return getFound() - getShown().size();
  }

  void showAll() {
    all = true;
  }

  /** Which targets are made of which table already. */
  static Map<String, String> made(List<TargetDesk.Row> rows, String source) {
    Map<String, String> made = new java.util.HashMap<>();
    rows.stream()
        .filter(r -> r.source().equals(source))
        .forEach(r -> made.merge(r.table(), r.label(), (a, b) -> a + ", " + b));
    return made;
  }

  /** The data source in use; empty: none yet. */
  public String getUsed() {
    return source.equals(OTHER) ? jndi : source;
  }

  public boolean isTyped() {
    return source.equals(OTHER);
  }

  public String getSource() {
    return source;
  }

  public void setSource(@Nullable String source) {
    this.source = source == null ? "" : source;
  }

  public String getJndi() {
    return jndi;
  }

  public void setJndi(@Nullable String jndi) {
    this.jndi = jndi == null ? "" : jndi.strip();
  }

  public String getSchema() {
    return schema;
  }

  public void setSchema(@Nullable String schema) {
    this.schema = schema == null ? "" : schema;
  }

  public String getSearch() {
    return search;
  }

  public void setSearch(@Nullable String search) {
    this.search = search == null ? "" : search;
  }

  public List<String> getSchemas() {
    return schemas;
  }
}
