package org.nurture.message.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nurture.message.Answers;
import org.nurture.message.Claimed;
import org.nurture.message.Contents;
import org.nurture.message.GatewayState;
import org.nurture.message.GatewayWatch;
import org.nurture.message.Kind;
import org.nurture.message.Leases;
import org.nurture.message.SendWork;
import org.nurture.message.Suppressions;
import org.nurture.message.TestSender;
import org.nurture.message.Withdrawal;
import org.nurture.platform.Config;
import org.nurture.platform.SlicedWork;

/** Job {@code send-mail} (D12). */
@ApplicationScoped
public class SendMail implements TestSender {
  private final Leases leases;
  private final Answers answers;
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final Contents contents;
  private final MailWriter writer;
  private final InstantSource clock;
  private final Supplier<Optional<SmtpSettings>> settings;
  private final GatewayWatch watch = new GatewayWatch(Kind.MAIL);

  @Inject
  public SendMail(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      Contents contents,
      MailWriter writer,
      InstantSource clock,
      Config config) {
    this(
        leases, answers, suppressions, withdrawal, contents, writer, clock, () -> settings(config));
  }

  /**
   * Without a container.
   *
   * @param settings empty: there is no gateway
   */
  public SendMail(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      Contents contents,
      MailWriter writer,
      InstantSource clock,
      Supplier<Optional<SmtpSettings>> settings) {
    this.leases = leases;
    this.answers = answers;
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.contents = contents;
    this.writer = writer;
    this.clock = clock;
    this.settings = settings;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SendMail() {
    this(null, null, null, null, null, null, null, Optional::empty);
  }

  @Override
  public void sendTest(long participantId) {
    SendWork.sendTest(Kind.MAIL, leases, this::hand, participantId);
  }

  /** An execution: sends all that is queued and allowed now. */
  public SlicedWork begin() {
    return new SendWork(Kind.MAIL, leases, suppressions, withdrawal, clock, this::hand);
  }

  /** How the mail server is, as this server sees it. */
  public GatewayState gateway() {
    return settings.get().isEmpty() ? watch.none() : watch.state();
  }

  private SendWork.Outcome hand(String owner, List<Claimed> messages, long claimedAt) {
    return watch.noted(handTo(settings.get(), owner, messages, claimedAt));
  }

  private SendWork.Outcome handTo(
      Optional<SmtpSettings> smtp, String owner, List<Claimed> messages, long claimedAt) {
    if (smtp.isEmpty()) {
      return new SendWork.Outcome(
          0, "There is no mail server: set NURTURE_SMTP_URL, e.g. smtp://user:password@host:587");
    }
    try (SmtpSlice slice =
        new SmtpSlice(
            smtp.get(), leases, answers, contents, writer.batch(), clock, owner, claimedAt)) {
      slice.send(messages, SendWork.SLICE_MILLIS);
      return new SendWork.Outcome(slice.handed(), slice.failure());
    }
  }

  /**
   * The gateway of the configuration; in demo and development the catcher, unless told otherwise.
   */
  private static Optional<SmtpSettings> settings(Config config) {
    if (config.smtpUrl().isPresent()) {
      return config.smtpUrl().map(SmtpSettings::of);
    }
    return config.mode().hasDemo()
        ? Optional.of(
            new SmtpSettings(
                "127.0.0.1",
                config.mailCatcherPort(),
                false,
                false,
                null,
                null,
                SmtpSettings.PATIENCE))
        : Optional.empty();
  }
}
