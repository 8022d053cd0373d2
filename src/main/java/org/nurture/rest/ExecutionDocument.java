package org.nurture.rest;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.nurture.job.Execution;
import org.nurture.job.Job;
import org.nurture.job.Parameters;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** Executions of jobs as REST shows them, and the parameters as it takes them. */
final class ExecutionDocument {
  private ExecutionDocument() {}

  static JsonObject of(Execution e) {
    return new DocumentWriter()
        .id("id", e.id())
        .put("job", e.job().word())
        .put("status", e.status().name())
        .put("startedAt", e.startedAt())
        .put("endedAt", e.endedAt())
        .put("read", e.read())
        .put("written", e.written())
        .put("skipped", e.skipped())
        .put("progress", e.progress())
        .put("late", e.late())
        .put("message", e.message())
        .put("findings", findings(e))
        .put("parameters", parameters(e))
        .put("schedule", e.schedule())
        .put("server", e.server())
        .build();
  }

  private static JsonArray findings(Execution e) {
    return DocumentWriter.array(
        e.findings().stream()
            .map(
                f ->
                    new DocumentWriter()
                        .put("name", f.name())
                        .put("says", Text.of(f.says()))
                        .put("count", f.count())
                        .put("subjects", f.subjects())
                        .build())
            .toList());
  }

  private static JsonObject parameters(Execution e) {
    DocumentWriter written = new DocumentWriter();
    if (e.parameters().campaign() != null) {
      written.id("campaign", e.parameters().campaign());
    }
    if (e.parameters().incremental()) {
      written.put("incremental", true);
    }
    return written.build();
  }

  /** Parameters of a new execution; a campaign only where the job takes one. */
  static Parameters read(Job job, DocumentReader in) {
    Long campaign = null;
    if (job.parameters().contains("campaign")) {
      String id = in.optionalText("campaign", 19);
      if (id != null && id.chars().allMatch(c -> c >= '0' && c <= '9') && id.length() < 19) {
        campaign = Long.valueOf(id);
      } else if (id != null) {
        in.problems().invalid(in.at("campaign"), Text.of("There is no campaign “{0}”", id));
      }
    }
    boolean incremental = job.parameters().contains("incremental") && in.flag("incremental", false);
    return new Parameters(campaign, incremental);
  }
}
