package org.nurture.web.target;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostChange;
import org.nurture.audience.Survey;
import org.nurture.audience.Surveys;
import org.nurture.audience.Target;
import org.nurture.audience.Targets;
import org.nurture.platform.DatabaseAwayException;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.web.page.FieldErrors;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;

/** The wizard of one target: its table, what was found there, and the target that comes of it. */
@Named("target")
@ViewScoped
public class TargetBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FIRST = 5;

  @Inject private TargetDesk desk;
  @Inject private Page page;
  @Inject private Say say;

  private @Nullable String name;
  private @Nullable Long version;
  private TargetDraft draft = new TargetDraft();
  private final TargetTables tables = new TargetTables();
  private final FieldErrors errors = new FieldErrors();
  private final Set<String> secrets = new HashSet<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private boolean reread;
  private boolean view;
  private Map<String, String> made = Map.of();
  private transient Surveys.@Nullable First first;
  private String firstTrouble = "";

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      desk.demand();
      if (name != null) {
        open(name);
      } else {
        tables.setSource(desk.sources().get(0));
        look();
      }
    } catch (NurtureException e) {
      page.refused(e);
    }
  }

  private void open(String which) {
    Targets.Stored stored = desk.open(which);
    version = stored.version();
    draft = TargetDraft.read(stored.json());
    tables.setSource(draft.getSource());
    survey(stored.json(), false);
  }

  // ---------------------------------------------------------------- first step: which table

  /** Looks into the data source that was chosen. */
  public void look() {
    tables.look(desk, errors);
    made = TargetTables.made(desk.rows(), tables.getUsed());
  }

  public void list() {
    tables.list(desk, errors);
  }

  public void showAll() {
    tables.showAll();
  }

  /** Takes a table: all of it is discovered. */
  public void choose(String table) {
    secrets.clear();
    changes.clear();
    draft.begin(tables.getUsed(), tables.getSchema(), table, desk.names());
    survey(draft.head().build(), true);
  }

  /** Back to the list of tables. */
  public void unchoose() {
    draft = new TargetDraft();
    errors.clear();
    if (tables.getTotal() == 0) {
      look();
    }
  }

  /** What a table is a target already of; empty: of none. */
  public String made(String table) {
    String qualified = tables.getSchema().isEmpty() ? table : tables.getSchema() + "." + table;
    return made.getOrDefault(qualified, "");
  }

  // ---------------------------------------------------------------- second step: what it means

  private void survey(JsonObject document, boolean fresh) {
    errors.clear();
    first = null;
    firstTrouble = "";
    try {
      Survey survey = desk.survey(document, fresh);
      draft.take(survey, document.containsKey("labels") ? document : null);
      view = survey.view();
      say(survey);
      draft.show(desk.samples(draft.writeSoFar(), secrets));
      preview(survey);
    } catch (NurtureException e) {
      refused(e);
    } catch (DatabaseAwayException e) {
      errors.add("source", String.valueOf(e.getMessage()));
    }
  }

  private void say(Survey survey) {
    survey.wrong().forEach(this::place);
    remarks.clear();
    survey.remarks().stream()
        .filter(r -> r.lack() != Survey.Lack.NAME || survey.wrong().isEmpty())
        .map(r -> say.of("target.remark." + r.lack(), r.detail() == null ? "" : r.detail()))
        .forEach(remarks::add);
  }

  private void preview(Survey survey) {
    if (survey.wrong().isEmpty()) {
      try {
        first = desk.first(draft.writeSoFar(), FIRST);
      } catch (NurtureException | DatabaseAwayException e) {
        firstTrouble = String.valueOf(e.getMessage());
      }
    }
  }

  /** After a correction: checks, remarks and the first records anew. */
  public void correct() {
    survey(draft.writeSoFar(), false);
  }

  /** Shows values of a field that sounds secret. */
  public void reveal(String field) {
    secrets.add(field);
    draft.show(desk.samples(draft.writeSoFar(), secrets));
  }

  /** Reads the host's catalogue again, and tells what changed since the target was saved. */
  public void reread() {
    changes.clear();
    reread = true;
    try {
      for (HostChange change : desk.changes(page.required(name))) {
        changes.add(words(change));
      }
      draft = TargetDraft.read(desk.open(page.required(name)).json());
      survey(desk.open(page.required(name)).json(), false);
    } catch (NurtureException e) {
      refused(e);
    } catch (DatabaseAwayException e) {
      errors.add("source", String.valueOf(e.getMessage()));
    }
  }

  private String words(HostChange change) {
    return say.of(
        "target.change." + change.kind(), change.what(), kind(change.was()), kind(change.now()));
  }

  /** A type as people read it; a table as it is. */
  private String kind(@Nullable String what) {
    String key = "field.type." + what;
    String words = say.of(key);
    return what == null ? "" : words.equals(key) ? what : words;
  }

  // ---------------------------------------------------------------- third step: keep it

  public void save() throws IOException {
    errors.clear();
    try {
      desk.save(draft.getName(), draft.write(), version);
      page.info("target.message.saved");
      page.go("/targets/list.xhtml");
    } catch (NurtureException e) {
      refused(e);
    } catch (DatabaseAwayException e) {
      errors.add("source", String.valueOf(e.getMessage()));
    }
  }

  private void refused(NurtureException e) {
    e.violations().forEach(this::place);
    if (e.violations().isEmpty()) {
      errors.add(
          null,
          e.kind() == NurtureException.Kind.STALE
              ? say.of("target.message.stale")
              : String.valueOf(e.getMessage()));
    }
  }

  /** To the field that shows it. */
  private void place(Violation violation) {
    String[] steps = violation.path().split("/");
    String head = steps.length > 1 ? steps[1] : "";
    switch (head) {
      case "dataSource" -> errors.add("source", violation.message());
      case "schema", "table", "name", "label" -> errors.add(head, violation.message());
      case "roles" -> errors.add(steps.length > 2 ? steps[2] : null, violation.message());
      case "relations" -> {
        TargetRelation at = steps.length > 2 ? draft.written(Integer.parseInt(steps[2])) : null;
        errors.add(at == null ? null : "relation-" + at.getName(), violation.message());
      }
      case "followers" ->
          errors.add("followers-" + (steps.length > 2 ? steps[2] : "table"), violation.message());
      default -> errors.add(null, violation.message());
    }
  }

  // ---------------------------------------------------------------- what the page shows

  public boolean isNew() {
    return version == null;
  }

  public boolean isChosen() {
    return !draft.getTable().isEmpty();
  }

  /** Whether the table could be read, so that there is something to correct. */
  public boolean isFound() {
    return isChosen() && !draft.getFields().isEmpty();
  }

  public boolean isView() {
    return view;
  }

  public String error(TargetRole role) {
    return errors.of(role.word());
  }

  public String error(TargetRelation relation) {
    return errors.of("relation-" + relation.getName());
  }

  public List<String> getSources() {
    return desk.sources();
  }

  public String getOther() {
    return TargetTables.OTHER;
  }

  /** The key is the one role that must be there. */
  public boolean isKey(TargetRole role) {
    return role.getRole().equals(Target.Role.KEY.name());
  }

  public Surveys.@Nullable First getFirst() {
    return first;
  }

  public String getFirstTrouble() {
    return firstTrouble;
  }

  public List<String> getRemarks() {
    return remarks;
  }

  public List<String> getChanges() {
    return changes;
  }

  public boolean isReread() {
    return reread;
  }

  public TargetDraft getDraft() {
    return draft;
  }

  public TargetTables getTables() {
    return tables;
  }

  public FieldErrors getErrors() {
    return errors;
  }

  public @Nullable String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name;
  }
}
