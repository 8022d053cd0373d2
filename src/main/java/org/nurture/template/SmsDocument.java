package org.nurture.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** The document of an SMS template (API.md). */
record SmsDocument(String title, String target, String text) implements TemplateEntity.Document {
  private static final int LONGEST = 4000;

  /**
   * @param owner the target of the campaign that it stands in; empty: the document names it
   */
  static SmsDocument read(DocumentReader in, String owner) {
    in.ignore("id", "campaign", "version");
    return new SmsDocument(
        in.text("title", 200), MailDocument.target(in, owner), in.text("text", LONGEST));
  }

  @Override
  public void write(DocumentWriter out) {
    out.put("title", title).put("target", target).put("text", text);
  }

  List<Violation> check() {
    List<Violation> violations = new ArrayList<>();
    CompiledMail.check("/text", text, Escape.TEXT, violations);
    return violations;
  }

  Set<String> paths() {
    return Liquid.compile(text, Escape.TEXT).paths();
  }
}
