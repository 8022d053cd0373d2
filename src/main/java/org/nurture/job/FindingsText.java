package org.nurture.job;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Finding;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.platform.json.JsonText;

/** Findings as {@code job_run} holds them: a JSON list. */
final class FindingsText {
  private static final int LONGEST = 1000;

  private FindingsText() {}

  static String write(List<Finding> findings) {
    return DocumentWriter.array(findings.stream().map(FindingsText::object).toList()).toString();
  }

  private static JsonObject object(Finding finding) {
    return new DocumentWriter()
        .put("name", finding.name())
        .put("says", finding.says())
        .put("count", finding.count())
        .put("subjects", finding.subjects())
        .build();
  }

  /**
   * @param text null: none
   */
  static List<Finding> read(@Nullable String text) {
    return text == null
        ? List.of()
        : JsonText.array(text).getValuesAs(JsonObject.class).stream()
            .map(json -> DocumentReader.read(json, FindingsText::finding))
            .toList();
  }

  private static Finding finding(DocumentReader in) {
    return new Finding(
        in.text("name", LONGEST),
        in.text("says", LONGEST),
        in.wholeNumber("count", 0, Integer.MAX_VALUE),
        in.texts("subjects", LONGEST));
  }
}
