package org.nurture.crash;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nurture.harness.Gateways;
import org.nurture.support.SmppProcess;
import org.nurture.support.SmtpProcess;

/** A mail server and a message centre, each in a process of its own, and what they accepted. */
record GatewayProcesses(SmtpProcess smtp, SmppProcess smpp) implements AutoCloseable {
  /** What the mail server does not know. */
  static final String UNKNOWN = "gone*";

  /**
   * @param folder for mails; must not exist
   */
  static GatewayProcesses start(Path folder) throws IOException {
    return new GatewayProcesses(SmtpProcess.start(folder, UNKNOWN), SmppProcess.start());
  }

  Gateways addresses() {
    return new Gateways(smtp.port(), smpp.url());
  }

  /** Forgets what they accepted. */
  void clear() throws IOException {
    smtp.clear();
    smpp.clear();
  }

  /** How many messages arrived for each address; each Message-ID once. */
  Map<String, Integer> arrived() {
    Map<String, Integer> arrived = new TreeMap<>();
    smpp.destinations().forEach(to -> arrived.merge("+" + to, 1, Integer::sum));
    Set<String> ids = new HashSet<>();
    try {
      for (SmtpProcess.Accepted mail : smtp.mails()) {
        assertThat(ids.add(mail.mail().getMessageID())).as("once: " + mail.to()).isTrue();
        arrived.merge(mail.to(), 1, Integer::sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
    return arrived;
  }

  @Override
  public void close() {
    smtp.close();
    smpp.close();
  }
}
