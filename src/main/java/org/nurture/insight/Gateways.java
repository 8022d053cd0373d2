package org.nurture.insight;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import org.nurture.message.GatewayState;
import org.nurture.message.mail.SendMail;
import org.nurture.message.sms.SendSms;
import org.nurture.platform.HealthPart;

/** How this server's gateways are: for operators, and under {@code /health}. */
@ApplicationScoped
public class Gateways implements HealthPart {
  private final SendMail mail;
  private final SendSms texts;

  @Inject
  public Gateways(SendMail mail, SendSms texts) {
    this.mail = mail;
    this.texts = texts;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Gateways() {
    this(null, null);
  }

  /** That of each channel; no database is asked. */
  public List<GatewayState> now() {
    return List.of(mail.gateway(), texts.gateway());
  }

  @Override
  public String name() {
    return "gateways";
  }

  /** Without its words: they may name hosts. */
  @Override
  public JsonObject tell() {
    JsonObjectBuilder gateways = Json.createObjectBuilder();
    for (GatewayState gateway : now()) {
      gateways.add(
          gateway.channel().name().toLowerCase(Locale.ROOT),
          Json.createObjectBuilder()
              .add("state", gateway.condition().name())
              .add("seconds", gateway.lasting().toSeconds()));
    }
    return gateways.build();
  }
}
