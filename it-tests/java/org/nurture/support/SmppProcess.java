package org.nurture.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.nurture.message.sms.smpp.Gsm;

/** {@link SmppCentre} in a process of its own, told by lines what to do. */
public final class SmppProcess implements AutoCloseable {
  private static final String DONE = "done";

  private final Process process;
  private final PrintStream to;
  private final BufferedReader from;
  private final String url;

  private SmppProcess(Process process) throws IOException {
    this.process = process;
    this.to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.url = from.readLine();
  }

  /** Starts it on a free port of loopback. */
  public static SmppProcess start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SmppProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new SmppProcess(process);
  }

  /** For {@code NURTURE_SMS_URL}. */
  public String url() {
    return url;
  }

  /** The ids given to that destination (digits), in order. */
  public List<String> idsTo(String phone) {
    String ids = ask("ids " + phone);
    return ids.isEmpty() ? List.of() : List.of(ids.split(" "));
  }

  /** The last text to that destination. */
  public String textTo(String phone) {
    return new String(HexFormat.of().parseHex(ask("text " + phone)), StandardCharsets.UTF_8);
  }

  /**
   * The destinations (digits) of all that it accepted since it was last told to forget, in order.
   */
  public List<String> destinations() {
    String all = ask("destinations");
    return all.isEmpty() ? List.of() : List.of(all.split(" "));
  }

  /** Forgets what it accepted. */
  public void clear() {
    ask("clear");
  }

  /** How many messages it accepted. */
  public int accepted() {
    return Integer.parseInt(ask("count"));
  }

  /** Brings a receipt, and waits until it was taken. */
  public void receipt(String phone, String text) {
    ask("receipt " + phone + " " + text);
  }

  /** Brings a text from a person, and waits until it was taken. */
  public void deliver(String phone, String text) {
    ask("deliver " + phone + " " + text);
  }

  /** See {@link SmppCentre#closeAfter}. */
  public void closeAfter(int count) {
    ask("close " + count);
  }

  /** See {@link SmppCentre#throttle}. */
  public void throttle(int count) {
    ask("throttle " + count);
  }

  private String ask(String line) {
    to.println(line);
    try {
      String answer = from.readLine();
      if (answer == null || !answer.startsWith(DONE)) {
        throw new IllegalStateException(line + ": " + answer);
      }
      return answer.substring(DONE.length()).strip();
    } catch (IOException e) {
      throw new IllegalStateException(line, e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process itself. */
  public static void main(String... arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (SmppCentre centre = new SmppCentre()) {
      out.println(centre.url());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        try {
          out.println(DONE + " " + obey(centre, line.split(" ", 3)));
        } catch (RuntimeException e) {
          out.println("failed " + e);
        }
      }
    }
  }

  private static String text(SmppCentre.Submitted submitted) {
    return Gsm.decode(submitted.pdu().getDataCoding(), submitted.pdu().getShortMessage());
  }

  private static String obey(SmppCentre centre, String... words) {
    switch (words[0]) {
      case "ids":
        return String.join(" ", centre.idsTo(words[1]));
      case "text":
        return centre.submitted().stream()
            .filter(s -> s.to().equals(words[1]))
            .map(SmppProcess::text)
            .map(text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)))
            .reduce("", (first, second) -> second);
      case "destinations":
        return centre.submitted().stream()
            .map(SmppCentre.Submitted::to)
            .collect(Collectors.joining(" "));
      case "clear":
        centre.clear();
        return "";
      case "count":
        return String.valueOf(centre.submitted().size());
      case "receipt":
        centre.deliverReceipt(words[1], words[2]);
        return "";
      case "deliver":
        centre.deliverText(words[1], words[2]);
        return "";
      case "close":
        centre.closeAfter(Integer.parseInt(words[1]));
        return "";
      case "throttle":
        centre.throttle(Integer.parseInt(words[1]));
        return "";
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }
}
