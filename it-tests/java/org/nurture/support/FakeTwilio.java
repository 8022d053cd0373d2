package org.nurture.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Twilio's message resource on loopback, and Twilio as it calls back. */
public final class FakeTwilio implements AutoCloseable {
  private static final String TOKEN = "0123456789abcdef";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final HttpServer server;
  private final List<Map<String, String>> messages = new CopyOnWriteArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();

  /** Status and body that the next request gets instead of success; 0: the connection is cut. */
  private record Answer(int status, String body) {}

  public FakeTwilio() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/2010-04-01/Accounts/AC1/Messages.json", this::message);
    server.start();
  }

  /** For {@code NURTURE_SMS_URL}, without parameters. */
  public String url() {
    return "twilio+http://AC1:" + TOKEN + "@127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next request is answered so. */
  public synchronized void answer(int status, int code) {
    answers.add(new Answer(status, "{\"code\": %d, \"message\": \"No\"}".formatted(code)));
  }

  /** The next request gets no answer. */
  public synchronized void cut() {
    answers.add(new Answer(0, ""));
  }

  private synchronized @Nullable Answer next() {
    return answers.poll();
  }

  private void message(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String expected =
        "Basic "
            + Base64.getEncoder().encodeToString(("AC1:" + TOKEN).getBytes(StandardCharsets.UTF_8));
    Answer answer = next();
    if (answer == null
        && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer = new Answer(401, "{\"code\": 20003, \"message\": \"Authenticate\"}");
    }
    if (answer != null && answer.status() == 0) {
      messages.add(form);
      exchange.close();
      return;
    }
    if (answer == null) {
      messages.add(form);
      answer =
          new Answer(201, "{\"sid\": \"SM%d\", \"status\": \"queued\"}".formatted(messages.size()));
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  /** What was posted, in order. */
  public List<Map<String, String>> messages() {
    return List.copyOf(messages);
  }

  /** The last message to that phone. */
  public Map<String, String> last(String phone) {
    return messages.stream()
        .filter(m -> phone.equals(m.get("To")))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** Calls back with the status of the last message to that phone, signed. */
  public int report(String phone, String status, @Nullable String error)
      throws IOException, InterruptedException {
    Map<String, String> last = last(phone);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("MessageSid", "SM" + (messages.indexOf(last) + 1));
    form.put("MessageStatus", status);
    form.put("To", phone);
    if (error != null) {
      form.put("ErrorCode", error);
    }
    return post(last.get("StatusCallback"), form);
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
    server.stop(0);
  }
}
