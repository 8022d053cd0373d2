package org.nurture.demo;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.nurture.platform.Config;
import org.nurture.platform.LastWord;
import org.nurture.platform.Started;

/**
 * Tells the newcomer where to go, once the server really answers, and after what it says itself.
 */
@ApplicationScoped
public class Banner {
  private static final int LOOKS = 600;

  private final Config config;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  @Resource private ManagedScheduledExecutorService later;

  @Inject
  public Banner(Config config) {
    this.config = config;
  }

  void start(@Observes @Priority(10_000) Started started) {
    if (started.mode().hasDemo()) {
      look(LOOKS);
    }
  }

  private void look(int left) {
    later.schedule(
        () -> {
          if (isReady()) {
            // the server still lists what it deployed
            later.schedule(this::print, 1500, TimeUnit.MILLISECONDS);
          } else if (left > 0) {
            look(left - 1);
          }
        },
        200,
        TimeUnit.MILLISECONDS);
  }

  private boolean isReady() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address() + "/health/ready"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String address() {
    return "http://" + config.address() + ":" + config.port() + "/nurture";
  }

  private void print() {
    LastWord.say(text());
  }

  String text() {
    return """
          Nurture runs at  %1$s

          Log in as        admin / admin       everything
                           manager / manager   all campaigns, start and stop
                           user / user         own campaigns and templates
                           operator / operator jobs only, for a scheduler

          Try              1. Campaigns, New: name it, choose the target "contact"
                           2. Add new activity: an email to everybody; below it "not opened" or "clicked"
                           3. Save, Start; within seconds the mails are in the catcher:
                              %1$s/demo/mails.xhtml
                           4. Open the campaign again: figures on its nodes, and each contact's timeline

          Data             %2$s (delete it to begin anew)
          Stop             Ctrl-C
        """
        .formatted(
            address(),
            config
                .databaseUrl()
                .map(url -> url.replaceAll("\\?.*", ""))
                .orElseGet(() -> config.dataFolder().toString()));
  }
}
