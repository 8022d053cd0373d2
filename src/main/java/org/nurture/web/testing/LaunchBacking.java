package org.nurture.web.testing;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;

/** Launching a test: a record is found or made, and perhaps other addresses are typed (T1). */
@Named("launch")
@ViewScoped
public class LaunchBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private TestDesk desk;
  @Inject private Page page;

  private long campaign;
  private String words = "";
  private List<RecordSearch.Found> found = List.of();
  private RecordSearch.@Nullable Found record;
  private List<MadeField> making = List.of();
  private String email = "";
  private String phone = "";

  /** The campaign whose tests are launched from now on. */
  void open(long of) {
    campaign = of;
  }

  /** Looks for records anew. */
  public void search() {
    found = List.copyOf(desk.search(campaign, words));
  }

  public void choose(RecordSearch.Found chosen) {
    record = chosen;
  }

  /** Lets another record be chosen. */
  public void forget() {
    record = null;
    search();
  }

  /** Offers to make a record instead (T1). */
  public void make() {
    making = desk.newFields(campaign).stream().map(MadeField::new).toList();
  }

  public void makeNone() {
    making = List.of();
  }

  /** Makes the record, and takes it. */
  public void create() {
    Map<String, String> values = new LinkedHashMap<>();
    making.forEach(field -> values.put(field.getName(), field.getValue()));
    try {
      record = desk.create(campaign, values);
      making = List.of();
    } catch (NurtureException e) {
      page.error(
          e.violations().isEmpty()
              ? String.valueOf(e.getMessage())
              : e.violations().get(0).message());
    }
  }

  /** Whether records can be made here: an admin marked the target writable. */
  public boolean isCreatable() {
    return !desk.newFields(campaign).isEmpty();
  }

  /** The fields of the record that is made; empty: none is. */
  public List<MadeField> getMaking() {
    return making;
  }

  public void launch() throws IOException {
    RecordSearch.Found chosen = record;
    if (chosen == null) {
      page.error(page.say("test.message.norecord"));
      return;
    }
    launchFor(chosen.key(), email, phone);
  }

  public List<TestDesk.Earlier> getEarlier() {
    return desk.earlier(campaign);
  }

  /** Launches a test and goes to it; what is refused is told. */
  void launchFor(RecordKey of, @Nullable String mailTo, @Nullable String textTo)
      throws IOException {
    try {
      long launched = desk.launch(campaign, of, mailTo, textTo);
      page.go("/campaigns/test.xhtml?campaign=" + campaign + "&participant=" + launched);
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
  }

  public String getWords() {
    return words;
  }

  public void setWords(@Nullable String words) {
    this.words = words == null ? "" : words;
  }

  public List<RecordSearch.Found> getFound() {
    return found;
  }

  public RecordSearch.@Nullable Found getRecord() {
    return record;
  }

  public String getEmail() {
    return email;
  }

  public void setEmail(@Nullable String email) {
    this.email = email == null ? "" : email;
  }

  public String getPhone() {
    return phone;
  }

  public void setPhone(@Nullable String phone) {
    this.phone = phone == null ? "" : phone;
  }
}
