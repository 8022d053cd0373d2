package org.nurture.message.sms.twilio;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.SmsGateway;

/**
 * Twilio's message resource. A request whose answer is missing, or is a failure of some machine on
 * the way, may have been carried out: the message is in doubt, and its status call-back, which
 * carries our token, tells.
 */
public final class TwilioGateway implements SmsGateway {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private static final Duration FOR_THE_BODY = Duration.ofSeconds(1);

  private final TwilioSettings settings;
  private final TwilioCallbacks callbacks;
  private final HttpClient http;
  private final Semaphore window;

  public TwilioGateway(TwilioSettings settings, TwilioCallbacks callbacks) {
    this.settings = settings;
    this.callbacks = callbacks;
    this.window = new Semaphore(settings.window());
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.patience())
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What call-backs are checked with. */
  public TwilioCallbacks callbacks() {
    return callbacks;
  }

  @Override
  public int window() {
    return settings.window();
  }

  @Override
  public CompletableFuture<Result> send(Sms sms) {
    window.acquireUninterruptibly();
    CompletableFuture<HttpResponse<String>> exchange =
        http.sendAsync(request(sms), info -> new AnswerBody());
    return exchange
        .copy()
        // the request's own time ends with the answer's head; its body may never end
        .orTimeout(settings.patience().plus(FOR_THE_BODY).toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, failure) ->
                failure == null
                    ? answered(response.statusCode(), response.body())
                    : failed(failure))
        .whenComplete(
            (result, failure) -> {
              exchange.cancel(true);
              window.release();
            });
  }

  private HttpRequest request(Sms sms) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("To", sms.phone());
    form.put("Body", sms.text());
    if (settings.from() != null) {
      form.put("From", settings.from());
    } else if (settings.service() != null) {
      form.put("MessagingServiceSid", settings.service());
    }
    form.put("StatusCallback", callbacks.statusUrl(sms.message()));
    String credentials = settings.account() + ":" + settings.token();
    return HttpRequest.newBuilder(settings.messages())
        .timeout(settings.patience())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header(
            "Authorization",
            "Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
        .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
        .build();
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Result failed(Throwable failure) {
    Throwable cause =
        failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new Unusable("Twilio can't be reached: " + words(cause));
    }
    return new Unanswered(List.of(), 1, "Twilio gave no answer: " + words(cause));
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Result answered(int status, String body) {
    if (status / 100 == 2) {
      return new Accepted(List.of());
    }
    JsonObject document = document(body);
    int code = document == null ? 0 : document.getInt("code", 0);
    String told = document == null ? "" : document.getString("message", "");
    String why = "Twilio: " + status + (code == 0 ? "" : " " + code) + " " + told;
    if (status == TOO_MANY || status == UNAVAILABLE) {
      return new Unusable(why.strip());
    }
    if (status / 100 == 5) {
      return new Unanswered(List.of(), 1, why.strip());
    }
    if (TwilioErrors.recipient(code)) {
      return new Refused(TwilioErrors.hard(code), code == TwilioErrors.OPTED_OUT, why.strip());
    }
    if (TwilioErrors.message(code)) {
      return new Impossible(why.strip());
    }
    boolean account =
        status == UNAUTHORIZED || status == FORBIDDEN || code == 0 || TwilioErrors.account(code);
    // a refusal that nobody knows may be this message's alone: it must not hold up the others
    return account ? new Unusable(why.strip()) : new Later(why.strip());
  }

  private static @Nullable JsonObject document(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    } catch (RuntimeException e) {
      return null; // a proxy's own page
    }
  }
}
