package org.nurture.support;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the REST API from outside, with HTTP Basic. Redirects are not followed. */
public final class RestClient {
  private static final Duration PATIENCE = Duration.ofMinutes(11);
  private static final int PAGE = 1000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final @Nullable String authorization;

  /**
   * @param base {@code http://host:port/nurture/api}
   * @param user null: calls as nobody
   */
  public RestClient(String base, @Nullable String user, String password) {
    this.base = base;
    this.authorization =
        user == null
            ? null
            : "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** The same server as somebody else, whose password is the name. */
  public RestClient as(String user) {
    return new RestClient(base, user, user);
  }

  /** The same server as nobody. */
  public RestClient asNobody() {
    return new RestClient(base, null, "");
  }

  /** An answer, whatever its status. */
  public record Answer(int status, Map<String, List<String>> headers, String text) {

    public JsonObject json() {
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        JsonStructure read = reader.read();
        return read.asJsonObject();
      } catch (RuntimeException e) {
        throw new AssertionError("No JSON object: " + this, e);
      }
    }

    /** The objects of an answer that is a list of its own, or has {@code items}. */
    public List<JsonObject> list() {
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        JsonStructure read = reader.read();
        JsonArray items =
            read instanceof JsonArray array ? array : read.asJsonObject().getJsonArray("items");
        return items.getValuesAs(JsonObject.class);
      }
    }

    /** The body of an answer that must have this status. */
    public JsonObject expect(int expected) {
      if (status != expected) {
        throw new AssertionError("Expected " + expected + ", got " + this);
      }
      return text.isEmpty() ? JsonValue.EMPTY_JSON_OBJECT : json();
    }

    /** {@code path message} of each violation of a problem document. */
    public List<String> violations() {
      JsonArray list = json().getJsonArray("violations");
      return list == null
          ? List.of()
          : list.getValuesAs(JsonObject.class).stream()
              .map(v -> v.getString("path") + " " + v.getString("message"))
              .toList();
    }
  }

  public Answer get(String path) {
    return call("GET", path, null);
  }

  public Answer post(String path, String body) {
    return call("POST", path, body);
  }

  public Answer post(String path) {
    return call("POST", path, "");
  }

  public Answer put(String path, String body) {
    return call("PUT", path, body);
  }

  public Answer delete(String path) {
    return call("DELETE", path, null);
  }

  /** All items of a list, page by page. */
  public List<JsonObject> all(String path) {
    List<JsonObject> items = new ArrayList<>();
    String page = path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE;
    JsonObject answer = get(page).expect(200);
    items.addAll(answer.getJsonArray("items").getValuesAs(JsonObject.class));
    while (!answer.isNull("next")) {
      answer = get(page + "&after=" + encode(answer.getString("next"))).expect(200);
      items.addAll(answer.getJsonArray("items").getValuesAs(JsonObject.class));
    }
    return items;
  }

  /** Runs a job and waits for its end, which must be good. */
  public JsonObject run(String job) {
    JsonObject execution = post("/jobs/" + job + "/executions?wait=600", "{}").expect(200);
    if (!execution.getString("status").equals("COMPLETED")) {
      throw new AssertionError(job + ": " + execution);
    }
    return execution;
  }

  /**
   * @param headers name, value, name, value …
   */
  public Answer call(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (body != null && !body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
