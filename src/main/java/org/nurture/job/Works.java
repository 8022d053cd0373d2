package org.nurture.job;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import java.util.Optional;
import org.nurture.journey.Journeys;
import org.nurture.message.sms.SmsRoutes;
import org.nurture.platform.Config;
import org.nurture.platform.Hold;
import org.nurture.platform.NurtureException;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Text;

/** Finds the work that a job does. */
@Dependent
class Works {
  private final Instance<Journeys> journeys;
  private final Instance<SlicedWork> named;
  private final Hold hold;
  private final Instance<SmsRoutes> smsRoutes;
  private final Config config;

  @Inject
  Works(
      Instance<Journeys> journeys,
      @Any Instance<SlicedWork> named,
      Hold hold,
      Instance<SmsRoutes> smsRoutes,
      Config config) {
    this.config = config;
    this.hold = hold;
    this.journeys = journeys;
    this.smsRoutes = smsRoutes;
    this.named = named;
  }

  /** The work of a new execution: it ends when nothing due at its time is left, by anyone. */
  SlicedWork of(Job job, Parameters parameters) {
    return switch (job) {
      case ENROLL -> journeys.get().enroll(parameters.campaign(), parameters.incremental());
      case PROCESS -> process(parameters);
      case SEND_MAIL, SEND_SMS, SEND_WEBHOOKS -> sending(job);
      case PURGE -> purging(parameters);
      case VERIFY -> journeys.get().verify(parameters.campaign());
    };
  }

  /** With every event received so far (X0), receipts of the SMS gateway included. */
  private SlicedWork process(Parameters parameters) {
    smsRoutes.get().collect();
    return journeys.get().process(parameters.campaign());
  }

  private SlicedWork purging(Parameters parameters) {
    return config
        .retention()
        .map(retention -> journeys.get().purge(retention, parameters.campaign()))
        .orElseGet(
            () ->
                new Nothing(
                    Text.of("NURTURE_RETENTION_DAYS is not set: everything is kept for ever")));
  }

  private SlicedWork sending(Job job) {
    Optional<Hold.Held> held = hold.now();
    if (held.isPresent()) {
      return new Nothing(held.get().message());
    }
    Instance<SlicedWork> found = named.select(NamedLiteral.of(job.word()));
    if (found.isUnsatisfied()) {
      throw NurtureException.conflict(Text.of("The job {0} is not installed", job.word()));
    }
    return found.get();
  }

  /** What is held does nothing, and says why (D18). */
  private record Nothing(String why) implements SlicedWork {
    @Override
    public Optional<Slice> next() {
      return Optional.empty();
    }

    @Override
    public Optional<String> remark() {
      return Optional.of(why);
    }
  }
}
