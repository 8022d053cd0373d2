package org.nurture.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nurture.support.SelfSigned;
import org.nurture.support.TestDatabase;

/** No message goes to a gateway that the JVM does not trust. */
public abstract class TlsContract {
  @TempDir private Path folder;

  private final TestDatabase db;
  private final String refusal;
  private final SSLContext usual;
  private Mailing mailing;

  /**
   * @param refusal how the job's remark begins
   */
  protected TlsContract(TestDatabase db, String refusal) throws NoSuchAlgorithmException {
    this.db = db;
    this.refusal = refusal;
    this.usual = SSLContext.getDefault();
  }

  /**
   * What became of it.
   *
   * @param remark the job's; empty: none
   * @param arrived how many messages the gateway got
   */
  public record Outcome(String remark, int arrived) {}

  protected abstract void queueOne(Mailing mailing);

  /** Sends to a gateway that shows this certificate. */
  protected abstract Outcome send(Mailing mailing, SSLContext gateway) throws Exception;

  @BeforeEach
  void queue() {
    db.wipe();
    mailing = new Mailing(db);
    queueOne(mailing);
  }

  @AfterEach
  void trustAsUsual() {
    SSLContext.setDefault(usual);
  }

  @Test
  void a_message_goes_to_a_gateway_whose_certificate_is_trusted_and_names_it() throws Exception {
    SelfSigned certificate = new SelfSigned(folder, "ip:127.0.0.1");
    SSLContext.setDefault(certificate.client());

    assertThat(send(mailing, certificate.server())).isEqualTo(new Outcome("", 1));
    assertThat(mailing.states()).isEqualTo(Map.of(MessageState.SENT, 1));
  }

  @Test
  void a_certificate_that_nobody_trusts_is_the_gateways_failure_X9() throws Exception {
    assertRefused(new SelfSigned(folder, "ip:127.0.0.1"), "PKIX path building failed");
  }

  @Test
  void a_trusted_certificate_of_another_host_is_the_gateways_failure_X9() throws Exception {
    SelfSigned certificate = new SelfSigned(folder, "dns:gateway.example.org");
    SSLContext.setDefault(certificate.client());

    assertRefused(certificate, "127.0.0.1");
  }

  private void assertRefused(SelfSigned certificate, String why) throws Exception {
    Outcome outcome = send(mailing, certificate.server());

    assertThat(outcome.remark()).startsWith(refusal).contains(why);
    assertThat(outcome.arrived()).isZero();
    assertThat(mailing.states()).isEqualTo(Map.of(MessageState.QUEUED, 1));
  }
}
