package org.nurture.template;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import org.nurture.platform.json.DocumentWriter;

/** What templates of both channels have in common. */
@MappedSuperclass
public abstract class TemplateEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  @SequenceGenerator(name = "entity_seq", sequenceName = "entity_seq", allocationSize = 50)
  private Long id;

  @Column(name = "campaign_id", nullable = false)
  private long campaignId;

  @Column(nullable = false)
  private String title = "";

  @Column(nullable = false)
  private String target = "";

  @Version private long version;

  long id() {
    return id;
  }

  long campaignId() {
    return campaignId;
  }

  void belongTo(long campaign) {
    campaignId = campaign;
  }

  String title() {
    return title;
  }

  String target() {
    return target;
  }

  long version() {
    return version;
  }

  void name(String newTitle, String newTarget) {
    title = newTitle;
    target = newTarget;
  }

  Templates.Template summary() {
    return new Templates.Template(id, campaignId, title, target);
  }

  /** Takes what a checked document says. */
  abstract void take(Document document);

  /** Without id and owner. */
  abstract Document document();

  /** An unsaved one with the same content. */
  abstract TemplateEntity copy();

  /** As API.md has it. */
  JsonObject toJson() {
    DocumentWriter out =
        new DocumentWriter()
            .id("id", id)
            .id("campaign", campaignId == Templates.LIBRARY ? null : campaignId);
    document().write(out);
    return out.put("version", version).build();
  }

  /** A document of either channel. */
  interface Document {
    String title();

    String target();

    void write(DocumentWriter out);
  }
}
