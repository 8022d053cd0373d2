package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.message.sms.smpp.SmppSettings;
import org.nurture.platform.SlicedWork;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.SelfSigned;
import org.nurture.support.SmppCentre;
import org.nurture.support.TestDatabase;

/** {@code smpps://}: no message goes to a server that the JVM does not trust. */
@OnDatabase(Make.H2)
class SmppTlsIT {
  @TempDir private Path folder;

  private final TestDatabase db;
  private final SSLContext usual = SSLContext.getDefault();
  private Mailing mailing;

  SmppTlsIT(TestDatabase db) throws NoSuchAlgorithmException {
    this.db = db;
  }

  @BeforeEach
  void queue() {
    db.wipe();
    mailing = new Mailing(db);
    mailing.queue(List.of(mailing.sms(1, "+393470000001", "Hi")));
  }

  @AfterEach
  void trustAsUsual() {
    SSLContext.setDefault(usual);
  }

  @Test
  void texts_go_to_a_server_whose_certificate_is_trusted_and_names_it() throws Exception {
    SelfSigned certificate = new SelfSigned(folder, "ip:127.0.0.1");
    SSLContext.setDefault(certificate.client());

    try (SmppCentre centre = SmppCentre.secured(certificate.server())) {
      SlicedWork work = send(centre);

      assertThat(work.remark()).isEmpty();
      assertThat(centre.submitted()).hasSize(1);
      assertThat(mailing.states()).isEqualTo(Map.of(MessageState.SENT, 1));
    }
  }

  @Test
  void a_certificate_that_nobody_trusts_is_the_gateways_failure_X9() throws Exception {
    assertRefused(new SelfSigned(folder, "ip:127.0.0.1"), "PKIX path building failed");
  }

  @Test
  void a_trusted_certificate_of_another_host_is_the_gateways_failure_X9() throws Exception {
    SelfSigned certificate = new SelfSigned(folder, "dns:sms.example.org");
    SSLContext.setDefault(certificate.client());

    assertRefused(certificate, "No subject alternative names matching IP address 127.0.0.1");
  }

  private void assertRefused(SelfSigned certificate, String why) throws Exception {
    try (SmppCentre centre = SmppCentre.secured(certificate.server())) {
      SlicedWork work = send(centre);

      assertThat(work.remark().orElse(""))
          .startsWith("The SMS gateway can't be reached: ")
          .contains(why);
      assertThat(centre.binds()).isZero();
      assertThat(mailing.states()).isEqualTo(Map.of(MessageState.QUEUED, 1));
    }
  }

  private SlicedWork send(SmppCentre centre) {
    try (SmppGateway gateway =
        new SmppGateway(
            SmppSettings.of(URI.create(centre.url())), mailing.receipts, mailing.replies)) {
      return Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway)));
    }
  }
}
