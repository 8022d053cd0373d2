package org.nurture.message.sms;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.nurture.support.NurtureServer;
import org.nurture.support.SmppCentre;
import org.nurture.support.SmppProcess;

/** With an SMPP server in a process of its own. */
class SmppTriggersIT extends GatewayStory {
  private SmppProcess centre;

  @Override
  String gateway() throws IOException {
    centre = SmppProcess.start();
    centre.throttle(3);
    return centre.url() + "&window=4&binds=2";
  }

  /** A short domain: here, what it leads to. */
  @Override
  NurtureServer.Builder settings(NurtureServer.Builder builder) {
    int port = NurtureServer.freePort();
    return builder
        .with("NURTURE_PORT", String.valueOf(port))
        .with("NURTURE_SHORT_URL", "http://127.0.0.1:" + port + "/nurture/t/s");
  }

  @Override
  String optOutRoot() {
    return server.url() + "/t/s/u/";
  }

  @AfterAll
  void end() {
    if (centre != null) {
      centre.close();
    }
  }

  @Override
  String text(String phone) {
    return centre.textTo(digits(phone));
  }

  @Override
  int taken() {
    return centre.accepted();
  }

  /** Unknown, doubled, out of order. */
  @Override
  void delivered(String phone) {
    String id = first(phone);
    centre.receipt("393470000000", SmppCentre.receipt("FFFFFF", "DELIVRD", "000"));
    centre.receipt(digits(phone), SmppCentre.receipt(id, "DELIVRD", "000"));
    centre.receipt(digits(phone), SmppCentre.receipt(id, "ENROUTE", "000"));
    centre.receipt(digits(phone), SmppCentre.receipt(id, "DELIVRD", "000"));
  }

  @Override
  void failed(String phone) {
    centre.receipt(digits(phone), SmppCentre.receipt(first(phone), "UNDELIV", "001"));
  }

  @Override
  void unreachable(String phone) {
    centre.receipt(digits(phone), SmppCentre.receipt(first(phone), "UNDELIV", "027"));
  }

  @Override
  void write(String phone, String text) {
    centre.deliver(digits(phone), text);
  }

  private String first(String phone) {
    return centre.idsTo(digits(phone)).get(0);
  }

  private static String digits(String phone) {
    return phone.substring(1);
  }
}
