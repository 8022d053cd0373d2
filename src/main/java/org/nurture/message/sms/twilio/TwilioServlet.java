package org.nurture.message.sms.twilio;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.SmsRoutes;

/**
 * What Twilio calls, without log-in: status call-backs and texts from people. Without Twilio's
 * signature, or where Twilio is not the gateway, 403; nothing is looked up before.
 */
@WebServlet(name = "twilio", urlPatterns = "/t/twilio/*")
public class TwilioServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Twilio's are a few kilobytes. */
  private static final int LONGEST = 64 * 1024;

  private static final String NO_REPLY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

  private transient SmsRoutes routes;
  private transient TwilioReports reports;

  /** For the container, which sets the rest. */
  @SuppressWarnings("NullAway")
  public TwilioServlet() {}

  @Inject
  void setParts(SmsRoutes givenRoutes, TwilioReports givenReports) {
    routes = givenRoutes;
    reports = givenReports;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = "twilio" + (request.getPathInfo() == null ? "" : request.getPathInfo());
    Map<String, String[]> form = form(request.getInputStream());
    if (form == null
        || !(routes.current().gateway() instanceof TwilioGateway gateway)
        || !gateway.callbacks().signed(path, form, request.getHeader("X-Twilio-Signature"))) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    if (path.startsWith(TwilioCallbacks.STATUS)) {
      OptionalLong message =
          gateway.callbacks().message(path.substring(TwilioCallbacks.STATUS.length()));
      if (message.isEmpty()) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      reports.status(
          message.getAsLong(),
          first(form, "MessageSid"),
          first(form, "MessageStatus"),
          form.containsKey("ErrorCode") ? first(form, "ErrorCode") : null);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else if (path.equals(TwilioCallbacks.INBOUND)) {
      reports.inbound(
          first(form, "From"),
          first(form, "Body"),
          first(form, "MessageSid"),
          form.containsKey("OptOutType") ? first(form, "OptOutType") : null);
      response.setContentType("text/xml");
      response.getOutputStream().write(NO_REPLY.getBytes(StandardCharsets.UTF_8));
    } else {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private static String first(Map<String, String[]> form, String name) {
    String[] values = form.get(name);
    return values == null ? "" : values[0];
  }

  /** Read here: the container's own reading follows the request's charset. Null: too long. */
  static @Nullable Map<String, String[]> form(InputStream body) throws IOException {
    byte[] read = body.readNBytes(LONGEST + 1);
    if (read.length > LONGEST) {
      return null;
    }
    Map<String, List<String>> form = new LinkedHashMap<>();
    for (String pair : new String(read, StandardCharsets.UTF_8).split("&")) {
      int equals = pair.indexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      try {
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        form.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    Map<String, String[]> arrays = new LinkedHashMap<>();
    form.forEach((name, values) -> arrays.put(name, values.toArray(new String[0])));
    return arrays;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
