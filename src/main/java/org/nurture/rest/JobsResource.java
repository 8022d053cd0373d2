package org.nurture.rest;

import jakarta.annotation.Resource;
import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nurture.job.Execution;
import org.nurture.job.Job;
import org.nurture.job.JobOverview;
import org.nurture.job.Operations;
import org.nurture.job.Parameters;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentWriter;

/** {@code /jobs}: Jakarta Batch by job name (SPEC section 11). */
@Path("jobs")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Roles.ADMIN, Roles.OPERATOR})
@RequestScoped
public class JobsResource {
  private static final int LONGEST_WAIT_SECONDS = 600;

  @Inject private Operations operations;
  @Inject private JobOverview overview;
  @Resource private ManagedExecutorService executor;
  @Context private UriInfo uri;
  @Context private SecurityContext security;

  /** The jobs, with their schedules and last executions. */
  @GET
  public JsonObject jobs() {
    List<JsonObject> items =
        overview.list().stream()
            .map(
                job ->
                    new DocumentWriter()
                        .put("name", job.job().word())
                        .put("description", job.job().description())
                        .put("parameters", job.job().parameters().stream().sorted().toList())
                        .put("schedule", ScheduleDocument.of(job.schedule()))
                        .put(
                            "lastExecution",
                            job.last() == null ? null : ExecutionDocument.of(job.last()))
                        .build())
            .toList();
    return new DocumentWriter()
        .put("items", DocumentWriter.array(items))
        .put("next", (String) null)
        .build();
  }

  /** Starts one; answers 200 when it ended within the wait, else 202. */
  @POST
  @Path("{name}/executions")
  public CompletionStage<Response> start(
      @PathParam("name") String name, @QueryParam("wait") @Nullable String wait, Body body) {
    Job job = Job.named(name).orElseThrow(() -> NurtureException.notFound("job", name));
    int seconds = wait(wait);
    Parameters parameters = body.readOrEmpty(in -> ExecutionDocument.read(job, in));
    return answer(operations.start(job, parameters), seconds);
  }

  /** Executions, the newest first. */
  @GET
  @Path("executions")
  public JsonObject executions(
      @QueryParam("job") @Nullable String job,
      @QueryParam("status") @Nullable String status,
      @BeanParam Paging paging) {
    BatchStatus state = Query.word("status", status, BatchStatus.class);
    Long before = paging.after() == null ? null : Long.valueOf(paging.afterId());
    List<Execution> page =
        operations.list(
            job(job), state == null ? List.of() : List.of(state), before, paging.limit() + 1);
    return paging.answer(page, Execution::id, ExecutionDocument::of);
  }

  @GET
  @Path("executions/{id}")
  public JsonObject execution(@PathParam("id") String id) {
    return ExecutionDocument.of(operations.get(id(id)));
  }

  @POST
  @Path("executions/{id}/stop")
  public JsonObject stop(@PathParam("id") String id) {
    return ExecutionDocument.of(operations.stop(id(id), user()));
  }

  /** Answers the new execution. */
  @POST
  @Path("executions/{id}/restart")
  public CompletionStage<Response> restart(
      @PathParam("id") String id, @QueryParam("wait") @Nullable String wait) {
    int seconds = wait(wait);
    return answer(operations.restart(id(id)), seconds);
  }

  @POST
  @Path("executions/{id}/abandon")
  public JsonObject abandon(@PathParam("id") String id) {
    return ExecutionDocument.of(operations.abandon(id(id), user()));
  }

  private CompletionStage<Response> answer(Execution execution, int seconds) {
    URI place =
        uri.getBaseUriBuilder().path("jobs/executions/{id}").build(String.valueOf(execution.id()));
    CompletableFuture<Void> end =
        seconds == 0
            ? CompletableFuture.completedFuture(null)
            : operations
                .ended(execution.id())
                .toCompletableFuture()
                .completeOnTimeout(null, seconds, TimeUnit.SECONDS);
    return end.thenApplyAsync(
        done -> {
          Execution now = operations.get(execution.id());
          return Response.status(now.running() ? 202 : 200)
              .location(place)
              .entity(ExecutionDocument.of(now))
              .build();
        },
        executor);
  }

  private static int wait(@Nullable String wait) {
    return Query.wholeNumber("wait", wait, 0, LONGEST_WAIT_SECONDS, 0);
  }

  private static @Nullable Job job(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return Job.named(word)
        .orElseThrow(
            () ->
                Query.bad(
                    "job", Text.of("There is no job “{0}”; jobs are {1}", word, Job.words())));
  }

  private static long id(String id) {
    return Ids.of("execution", id);
  }

  private String user() {
    return security.getUserPrincipal().getName();
  }
}
