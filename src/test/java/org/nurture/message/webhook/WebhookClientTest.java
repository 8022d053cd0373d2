package org.nurture.message.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nurture.message.webhook.WebhookClient.Call;
import org.nurture.message.webhook.WebhookClient.Patience;
import org.nurture.message.webhook.WebhookClient.Reply;

/** Against servers that answer well, badly, half, late and for ever. */
@Timeout(30)
class WebhookClientTest {
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10));

  private final Receiver receiver = new Receiver();
  private WebhookClient client = client(PATIENCE, null);
  private InetAddress meant = InetAddress.getLoopbackAddress();

  private WebhookClient client(Patience patience, SSLContext trust) {
    return new WebhookClient(new Destinations(List.of(), true, this::lookup), patience, trust);
  }

  private InetAddress[] lookup(String host) {
    return new InetAddress[] {meant};
  }

  @AfterEach
  void close() {
    client.close();
    receiver.close();
  }

  private static WebhookRequest request(String url) {
    return new WebhookRequest(
        url,
        "e1",
        "{\"a\":\"è\"}".getBytes(StandardCharsets.UTF_8),
        Map.of("Content-Type", "application/json; charset=utf-8", "webhook-id", "e1"));
  }

  private Call call(String url) throws IOException {
    return client.new Call(request(url));
  }

  private Reply post() throws IOException {
    return call(receiver.url()).send();
  }

  @Test
  void a_request_is_posted_and_its_answer_read() throws Exception {
    receiver.answer("HTTP/1.1 202 Accepted\r\nContent-Length: 4\r\nRetry-After: 7\r\n\r\nfine");

    Reply reply = post();

    assertThat(reply).isEqualTo(new Reply(202, "fine", "7"));
    assertThat(receiver.requests()).hasSize(1);
    assertThat(receiver.requests().get(0))
        .startsWith("POST /in?x=1 HTTP/1.1\r\n")
        .contains("\r\nHost: hook.example.org:" + receiver.port() + "\r\n")
        .contains("\r\nwebhook-id: e1\r\n")
        .contains("\r\nContent-Length: 10\r\n")
        .contains("\r\nContent-Type: application/json; charset=utf-8\r\n")
        .doesNotContainIgnoringCase("\r\nAccept-Encoding")
        .doesNotContainIgnoringCase("\r\nCookie")
        .endsWith("\r\n\r\n{\"a\":\"è\"}");
  }

  @Test
  void a_redirect_is_an_answer_and_not_followed() throws Exception {
    receiver.answer(
        "HTTP/1.1 307 Go\r\nLocation: http://169.254.169.254/latest/meta-data/\r\n"
            + "Content-Length: 0\r\n\r\n");

    assertThat(post().status()).isEqualTo(307);
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void cookies_are_not_kept() throws Exception {
    receiver.answer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
    post();
    post();

    assertThat(receiver.requests()).hasSize(2);
    assertThat(receiver.requests().get(1)).doesNotContain("a=b");
  }

  @Test
  void a_body_that_never_ends_is_cut_where_it_was_read_enough() throws Exception {
    receiver.stream("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nmore\r\n");

    Reply reply = post();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.start()).hasSize(WebhookClient.MOST_READ).startsWith("moremore");
    // the receiver finds the connection closed
    assertThat(receiver.ended()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void headers_that_never_end_are_no_answer() {
    receiver.stream("HTTP/1.1 200 OK\r\n", "X: y\r\n");

    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
    assertThat(receiver.ended()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void a_line_that_never_ends_is_no_answer() {
    receiver.stream("HTTP/1.1 200 ", "OK");

    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
    assertThat(receiver.ended()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void the_status_counts_where_the_body_breaks_off() throws Exception {
    receiver.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");

    assertThat(post()).isEqualTo(new Reply(200, "half", ""));
  }

  @Test
  void half_a_status_line_is_no_answer() {
    receiver.answerAndClose("HTTP/1.1 20");

    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
  }

  @Test
  void something_else_than_http_is_no_answer() {
    receiver.answerAndClose("220 mail.example.org ESMTP\r\n");

    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
  }

  @Test
  void silence_is_no_answer() {
    receiver.answer("");
    client.close();
    client = client(new Patience(Duration.ofSeconds(10), Duration.ofMillis(400)), null);

    assertThatThrownBy(this::post).isInstanceOf(java.net.SocketTimeoutException.class);
  }

  @Test
  void one_that_drips_is_cut_from_another_thread() throws Exception {
    receiver.drip("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(50));
    Call call = call(receiver.url());
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return call.send();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    receiver.reached().get(10, TimeUnit.SECONDS);

    call.cut();

    assertThatThrownBy(() -> reply.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void compressed_bombs_stay_packed() throws Exception {
    receiver.answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzzzz");

    assertThat(post().start()).isEqualTo("zzzz");
  }

  @Test
  void a_name_that_means_another_address_a_moment_later_is_refused_then() throws Exception {
    receiver.answer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    post();
    meant = InetAddress.getByName("169.254.169.254");

    assertThatThrownBy(this::post).isInstanceOf(Destinations.Refused.class);
  }

  @Test
  void a_kept_connection_is_not_used_for_a_name_that_means_something_else_now() throws Exception {
    receiver.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    post();
    post();
    assertThat(receiver.connections()).as("kept").isEqualTo(1);
    meant = InetAddress.getByName("10.0.0.1");

    assertThatThrownBy(this::post).isInstanceOf(Destinations.Refused.class);
    assertThat(receiver.requests()).hasSize(2);
  }

  @Test
  void nothing_listens() throws Exception {
    // bound, so that nobody else takes the port meanwhile
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String url = receiver.url().replaceFirst(":\\d+", ":" + deaf.getLocalPort());

      assertThatThrownBy(() -> call(url).send()).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void tls_is_checked_against_the_name_and_not_the_address(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    keytool(keys, "hook.example.org");
    receiver.close();
    try (Receiver secure = new Receiver(server(keys));
        WebhookClient trusting = client(PATIENCE, trusting(keys))) {
      secure.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

      assertThat(trusting.new Call(request(secure.url())).send().status()).isEqualTo(200);
      assertThat(secure.serverName()).isEqualTo("hook.example.org");
      String other = secure.url().replace("hook.example.org", "other.example.org");
      assertThatThrownBy(() -> trusting.new Call(request(other)).send())
          .isInstanceOf(SSLException.class);
      // one that nobody vouches for
      assertThatThrownBy(() -> call(secure.url()).send()).isInstanceOf(SSLException.class);
    }
  }

  private static void keytool(Path keys, String name) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                "changeit",
                "-validity",
                "2",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static KeyStore store(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = java.nio.file.Files.newInputStream(keys)) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }

  private static SSLContext server(Path keys) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store(keys), "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext trusting(Path keys) throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("a", store(keys).getCertificate("a"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
