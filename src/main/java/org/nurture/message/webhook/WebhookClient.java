package org.nurture.message.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts, and reads the beginning of the answer. Any number of threads.
 *
 * <p>Connections are made to what {@link Destinations} answers and to nothing else; TLS is checked
 * against the name in the URL. No redirects, proxies, cookies, credentials, compression or tries of
 * its own.
 */
final class WebhookClient implements AutoCloseable {
  /** Bytes of an answer's body that are read; the connection is closed upon the next. */
  static final int MOST_READ = 2000;

  private static final int LONGEST_LINE = 8192;
  private static final int MOST_HEADERS = 100;
  private static final int MOST_ADDRESSES = 3;
  private static final int CONNECTIONS = 64;
  private static final TimeValue KEPT = TimeValue.ofSeconds(10);

  private final Destinations destinations;
  private final CloseableHttpClient http;

  /**
   * How long things may take.
   *
   * @param connect one address, and the handshake
   * @param silence between two signs of life
   */
  record Patience(Duration connect, Duration silence) {}

  /**
   * An answer.
   *
   * @param start of the body, as text; empty: there is none
   * @param retryAfter the header; empty: there is none
   */
  record Reply(int status, String start, String retryAfter) {}

  WebhookClient(Destinations destinations, Patience patience, @Nullable SSLContext trust) {
    this.destinations = destinations;
    Timeout connect = Timeout.of(patience.connect());
    Timeout silence = Timeout.of(patience.silence());
    this.http =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new NoLookup())
                    .setTlsSocketStrategy(
                        trust == null
                            ? DefaultClientTlsStrategy.createDefault()
                            : new DefaultClientTlsStrategy(trust))
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                            .http1Config(
                                Http1Config.custom()
                                    .setMaxLineLength(LONGEST_LINE)
                                    .setMaxHeaderCount(MOST_HEADERS)
                                    .build())
                            .build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(connect)
                            .setSocketTimeout(silence)
                            .setTimeToLive(KEPT)
                            .build())
                    .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .build())
            .setRoutePlanner(new DefaultRoutePlanner(null))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setRedirectsEnabled(false)
                    .setAuthenticationEnabled(false)
                    .setContentCompressionEnabled(false)
                    .setProtocolUpgradeEnabled(false)
                    .setConnectionRequestTimeout(connect)
                    .setResponseTimeout(silence)
                    .setDefaultKeepAlive(KEPT.getDuration(), KEPT.getTimeUnit())
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableAuthCaching()
            .disableCookieManagement()
            .disableContentCompression()
            .setUserAgent("Nurture")
            .build();
  }

  /** Nothing is looked up but by {@link Destinations}, which is asked before. */
  private static final class NoLookup implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) {
      throw new IllegalStateException(host + " was not looked up before");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /** A request that can be cut off from another thread. */
  final class Call {
    private final WebhookRequest request;
    private final HttpPost post;

    Call(WebhookRequest request) throws IOException {
      this.request = request;
      this.post = new HttpPost(destinations.uri(request.url()));
    }

    /**
     * Waits for the answer.
     *
     * @throws Destinations.Refused it must not go there
     * @throws IOException there is no answer
     */
    Reply send() throws IOException {
      request.headers().forEach(post::setHeader);
      post.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
      boolean encrypted = post.getScheme().equalsIgnoreCase("https");
      String name = post.getAuthority().getHostName();
      int port = post.getAuthority().getPort();
      int at = port >= 0 ? port : encrypted ? 443 : 80;
      InetAddress[] addresses = destinations.resolve(name, at, encrypted);
      for (int i = 0; ; i++) {
        try {
          return send(new HttpHost(post.getScheme(), addresses[i], name, at));
        } catch (ConnectException | ConnectTimeoutException | NoRouteToHostException e) {
          // a host with several addresses may not be reached by the first
          if (i + 1 == Math.min(addresses.length, MOST_ADDRESSES)) {
            throw e;
          }
        }
      }
    }

    private Reply send(HttpHost host) throws IOException {
      ClassicHttpResponse response = http.executeOpen(host, post, HttpClientContext.create());
      Header retry = response.getFirstHeader("Retry-After");
      String start = start(response.getEntity());
      return new Reply(
          response.getCode(), start, retry == null ? "" : String.valueOf(retry.getValue()).strip());
    }

    /**
     * The beginning of the body, and its end where it comes soon: else the connection is closed.
     */
    private String start(@Nullable HttpEntity entity) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      boolean ended = entity == null;
      try {
        // not closed: that would read to an end that may never come
        InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
        byte[] buffer = new byte[MOST_READ];
        while (!ended && read.size() < MOST_READ) {
          int n = in.read(buffer, 0, MOST_READ - read.size());
          ended = n < 0;
          read.write(buffer, 0, Math.max(0, n));
        }
      } catch (IOException e) {
        // the status is the answer; its explanation broke off
        ended = false;
      }
      if (!ended) {
        cut();
      }
      return read.toString(StandardCharsets.UTF_8);
    }

    /** Ends it at once, whatever it waits for. */
    void cut() {
      post.cancel();
    }
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
