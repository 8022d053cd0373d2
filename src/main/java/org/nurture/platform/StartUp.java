package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The order of the start: configuration, schema, installation, then everybody else. */
@ApplicationScoped
class StartUp {
  private static final Logger LOG = Logger.getLogger(StartUp.class.getName());

  private final Config config;
  private final Migrations migrations;
  private final Installation installation;
  private final Hold hold;
  private final Event<Started> started;

  @Inject
  StartUp(
      Config config,
      Migrations migrations,
      Installation installation,
      Hold hold,
      Event<Started> started) {
    this.config = config;
    this.migrations = migrations;
    this.installation = installation;
    this.hold = hold;
    this.started = started;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    try {
      config.check();
      migrations.migrate();
      installation.introduce();
      hold.begin();
      started.fire(new Started(config.mode()));
    } catch (RuntimeException e) {
      boolean known = e instanceof ConfigurationException || e instanceof DatabaseAwayException;
      LOG.log(Level.SEVERE, "NRT-0001 Nurture does not start: " + e.getMessage(), known ? null : e);
      if (config.standAlone()) {
        // a server without its only application would stand there and answer 404
        LastWord.say("Nurture does not start: " + e.getMessage());
        Runtime.getRuntime().halt(1);
      }
      throw e;
    }
  }
}
