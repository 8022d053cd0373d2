package org.nurture.demo;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Targets;
import org.nurture.demo.MailCatcher.Received;
import org.nurture.platform.Config;
import org.nurture.platform.ConfigurationException;
import org.nurture.platform.DataSources;
import org.nurture.platform.Started;

/** In demo and development mode: brings the demo CRM and the mail catcher. */
@ApplicationScoped
public class DemoStart {
  private static final Logger LOG = Logger.getLogger(DemoStart.class.getName());
  private static final long MOST_ON_H2 = 100_000;
  private static final long SECONDS_TO_KEEP = 60;

  private final Config config;
  private final DataSources sources;
  private final CaughtMails mails;
  private final Targets targets;
  private @Nullable MailCatcher catcher;

  // the catcher's threads are not the server's
  @Resource private ManagedExecutorService serverThreads;

  /** For the container's proxies. */
  @SuppressWarnings("NullAway")
  protected DemoStart() {
    this(null, null, null, null);
  }

  @Inject
  public DemoStart(Config config, DataSources sources, CaughtMails mails, Targets targets) {
    this.config = config;
    this.sources = sources;
    this.mails = mails;
    this.targets = targets;
  }

  void start(@Observes @Priority(100) Started started) {
    if (!started.mode().hasDemo()) {
      return;
    }
    try {
      if (sources.alone(DataSources.CRM, this::createCrm)) {
        DemoTargets.documents().forEach(targets::ensure);
      }
      if (config.smtpUrl().isEmpty()) {
        catchMails();
      }
    } catch (ConfigurationException e) {
      LOG.log(Level.SEVERE, "NRT-0901 Nurture does not start: {0}", e.getMessage());
      throw e;
    }
  }

  /** Whether it is there: of now, or of an earlier start. */
  private boolean createCrm(DSLContext sql) {
    long contacts = config.demoContacts();
    boolean postgres = sql.dialect() == SQLDialect.POSTGRES;
    if (!postgres && sql.dialect() != SQLDialect.H2) {
      LOG.log(
          Level.INFO, "NRT-0902 The CRM is neither PostgreSQL nor H2: no demo data is put in it");
      return false;
    }
    if (!postgres && contacts > MOST_ON_H2) {
      throw new ConfigurationException(
          "NURTURE_DEMO_CONTACTS="
              + contacts
              + " is not allowed with the embedded database; it must be a whole number from 1 to "
              + MOST_ON_H2
              + ", or set NURTURE_DB_URL to a PostgreSQL database, which takes 10000000");
    }
    return sql.connectionResult(
        connection -> {
          try {
            if (DemoCrm.create(connection, contacts)) {
              LOG.log(Level.INFO, "NRT-0903 The demo CRM was created, with {0} contacts", contacts);
            }
            return true;
          } catch (SQLException e) {
            throw new ConfigurationException(
                "the demo CRM cannot be created in the CRM's database: " + e.getMessage());
          }
        });
  }

  private void catchMails() {
    int port = config.mailCatcherPort();
    try {
      catcher = MailCatcher.start(port, this::keep);
    } catch (IOException e) {
      throw new ConfigurationException(
          "port "
              + port
              + " of 127.0.0.1, for the mail catcher, is taken or not allowed; stop what uses it, or"
              + " set NURTURE_MAIL_PORT to another, or NURTURE_SMTP_URL to a mail server");
    }
  }

  /** Back when it is committed. */
  private void keep(Received received) {
    try {
      serverThreads.submit(() -> mails.keep(received)).get(SECONDS_TO_KEEP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The server stops", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("A mail could not be kept", e);
    }
  }

  @PreDestroy
  void stop() {
    if (catcher != null) {
      catcher.close();
    }
  }
}
