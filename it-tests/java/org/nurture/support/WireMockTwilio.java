package org.nurture.support;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.FormParameter;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's message resource, stubbed in WireMock on loopback, and Twilio as it calls back. Unless
 * told otherwise it takes what carries its account's credentials, and refuses all else.
 */
public final class WireMockTwilio implements AutoCloseable {
  private static final String ACCOUNT = "AC1";
  private static final String TOKEN = "0123456789abcdef";
  private static final String MESSAGES = "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What the next requests get, one after the other. */
  private static final String SCRIPT = "script";

  private static final int FIRST = 1;
  private static final int SECOND = 5;
  private static final int LAST = 10;

  private final WireMockServer server =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort().templatingEnabled(true));
  private int scripted;

  public WireMockTwilio() {
    server.start();
    reset();
  }

  /** As it was when it started. */
  public void reset() {
    server.resetAll();
    scripted = 0;
    server.stubFor(resource().atPriority(LAST).willReturn(error(401, 20003)));
    server.stubFor(resource().atPriority(SECOND).withBasicAuth(ACCOUNT, TOKEN).willReturn(taken()));
  }

  private static MappingBuilder resource() {
    return WireMock.post(MESSAGES);
  }

  private static ResponseDefinitionBuilder taken() {
    return jsonResponse(
            "{\"sid\": \"SM{{randomValue length=32 type='HEXADECIMAL'}}\", \"status\": \"queued\"}",
            201)
        .withTransformers("response-template");
  }

  private static ResponseDefinitionBuilder error(int status, int code) {
    return jsonResponse("{\"code\": %d, \"message\": \"No\"}".formatted(code), status);
  }

  /** For {@code NURTURE_SMS_URL}, without parameters. */
  public String url() {
    return "twilio+http://" + ACCOUNT + ":" + TOKEN + "@127.0.0.1:" + server.port();
  }

  /** Another request is answered so, after those that were spoken of before. */
  public void answer(int status, int code) {
    next(error(status, code));
  }

  /** Another request is answered by something that is not Twilio. */
  public void answer(int status, String page) {
    next(aResponse().withStatus(status).withBody(page));
  }

  /** Another request is taken, and its connection is broken so. */
  public void cut(Fault fault) {
    next(aResponse().withFault(fault));
  }

  /** Another request is taken, and that is said so much later. */
  public void dawdle(Duration delay) {
    next(taken().withFixedDelay((int) delay.toMillis()));
  }

  /** Another request is taken, and that is said a few letters at a time over so long. */
  public void drip(Duration delay) {
    next(taken().withChunkedDribbleDelay(10, (int) delay.toMillis()));
  }

  private void next(ResponseDefinitionBuilder answer) {
    String before = scripted == 0 ? Scenario.STARTED : String.valueOf(scripted);
    server.stubFor(
        resource()
            .atPriority(FIRST)
            .inScenario(SCRIPT)
            .whenScenarioStateIs(before)
            .willSetStateTo(String.valueOf(++scripted))
            .willReturn(answer));
  }

  /** What it took, in order; also what it gave no answer to. */
  public List<Map<String, String>> messages() {
    return taken(events()).stream().map(WireMockTwilio::form).toList();
  }

  private List<ServeEvent> events() {
    List<ServeEvent> events = new ArrayList<>(server.getAllServeEvents());
    Collections.reverse(events);
    return events;
  }

  private static List<ServeEvent> taken(List<ServeEvent> events) {
    return events.stream()
        .filter(e -> e.getResponseDefinition().getFault() != null || status(e) == 201)
        .toList();
  }

  private static int status(ServeEvent event) {
    return event.getResponseDefinition().getStatus();
  }

  private static Map<String, String> form(ServeEvent event) {
    return event.getRequest().getFormParameters().values().stream()
        .collect(Collectors.toMap(FormParameter::key, FormParameter::firstValue));
  }

  /** The last message to that phone. */
  public Map<String, String> last(String phone) {
    List<ServeEvent> all = to(phone);
    return form(all.get(all.size() - 1));
  }

  private List<ServeEvent> to(String phone) {
    return taken(events()).stream().filter(e -> phone.equals(form(e).get("To"))).toList();
  }

  /** Calls back with the status of the first message to that phone, signed. */
  public int report(String phone, String status, @Nullable String error)
      throws IOException, InterruptedException {
    ServeEvent first = to(phone).get(0);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("MessageSid", sid(first));
    form.put("MessageStatus", status);
    form.put("To", phone);
    if (error != null) {
      form.put("ErrorCode", error);
    }
    return post(form(first).get("StatusCallback"), form);
  }

  private static String sid(ServeEvent event) {
    try (JsonReader answer =
        Json.createReader(new StringReader(event.getResponse().getBodyAsString()))) {
      return answer.readObject().getString("sid");
    }
  }

  /** Posts with Twilio's signature. */
  public int post(String url, Map<String, String> form) throws IOException, InterruptedException {
    StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] signature = mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8));
      return post(url, form, Base64.getEncoder().encodeToString(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Posts with that signature; null: none. */
  public static int post(String url, Map<String, String> form, @Nullable String signature)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (signature != null) {
      request.header("X-Twilio-Signature", signature);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    server.stop();
  }
}
