package org.nurture.demo;

import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.Journeys.ReportedEvent;
import org.nurture.platform.Config;
import org.nurture.platform.NurtureException;
import org.nurture.tracking.EventType;
import org.primefaces.PrimeFaces;

/**
 * A list of what a catcher has, searched, a page at a time, newest first, and one of them open
 * beside it. Looks by itself whether something new came.
 *
 * @param <T> a line of the list
 */
public abstract class CaughtBacking<T extends CaughtBacking.Line> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;

  /** A line of the list. */
  public interface Line extends Serializable {
    /** Later ones are greater. */
    long id();
  }

  @Inject private Config config;
  @Inject private Plays plays;

  private final ArrayList<T> rows = new ArrayList<>();
  private String search = "";
  private @Nullable Long id;
  private @Nullable Long message;
  private boolean more;
  private int total;
  private transient @Nullable Played played;

  abstract List<T> read(String search, long before, int limit);

  abstract int count(String search);

  /** The caught one that a message of ours became; null: it was not caught, or not yet. */
  abstract @Nullable Long caught(long message);

  /** The message that the open one was; null: it is none of ours. */
  abstract @Nullable Long messageOf(long caughtId);

  /** When the page is asked for. */
  public void load() throws IOException {
    if (!config.mode().hasDemo()) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces.getExternalContext().responseSendError(404, null);
      faces.responseComplete();
      return;
    }
    if (id == null && message != null) {
      id = caught(message);
    }
    search();
  }

  /** Reads the first page. */
  public void search() {
    rows.clear();
    total = count(search);
    next();
  }

  /** Reads one page more. */
  public void next() {
    long before = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id();
    List<T> found = read(search, before, PAGE + 1);
    more = found.size() > PAGE;
    rows.addAll(more ? found.subList(0, PAGE) : found);
  }

  /** Shows what came since the last look, and what became of the open one. */
  public void look() {
    List<T> newest = read(search, 0, 1);
    long known = rows.isEmpty() ? 0 : rows.get(0).id();
    if (!newest.isEmpty() && newest.get(0).id() != known) {
      search();
      PrimeFaces.current().ajax().update("form:rows", "form:count");
    }
    if (id != null && played != null) {
      played = null;
      PrimeFaces.current().ajax().update("form:fate");
    }
  }

  /** Opens one. */
  public void open(long which) {
    id = which;
    played = null;
  }

  /** Back to the list, where there is no room for both. */
  public void close() {
    id = null;
    played = null;
  }

  /** Plays what its recipient, or the gateway, would have reported. */
  public void play(String type, boolean hard) {
    Long which = id == null ? null : messageOf(id);
    if (which == null) {
      return;
    }
    try {
      plays.play(which, new ReportedEvent(EventType.valueOf(type), null, hard, null, null));
    } catch (NurtureException e) {
      FacesContext.getCurrentInstance()
          .addMessage(
              null,
              new jakarta.faces.application.FacesMessage(
                  jakarta.faces.application.FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
    }
    played = null;
  }

  /** What became of the open one; null: it is none of ours. */
  public @Nullable Played getPlayed() {
    if (played == null && id != null) {
      Long which = messageOf(id);
      played = which == null ? null : plays.of(which).orElse(null);
    }
    return played;
  }

  public boolean isOpen() {
    return id != null;
  }

  public List<T> getRows() {
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  public int getTotal() {
    return total;
  }

  public String getSearch() {
    return search;
  }

  public void setSearch(@Nullable String search) {
    this.search = search == null ? "" : search;
  }

  public @Nullable Long getId() {
    return id;
  }

  public void setId(@Nullable Long id) {
    this.id = id;
  }

  public @Nullable Long getMessage() {
    return message;
  }

  public void setMessage(@Nullable Long message) {
    this.message = message;
  }
}
