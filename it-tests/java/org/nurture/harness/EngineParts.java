package org.nurture.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.nurture.action.RealActions;
import org.nurture.audience.Audience;
import org.nurture.campaign.CampaignLock;
import org.nurture.campaign.DatabaseCampaignLock;
import org.nurture.journey.CampaignTests;
import org.nurture.journey.DeliveryRecorder;
import org.nurture.journey.Engine;
import org.nurture.journey.Journeys;
import org.nurture.journey.Tuning;
import org.nurture.journey.UpdatePreview;
import org.nurture.message.Answers;
import org.nurture.message.Composer;
import org.nurture.message.DeliveryGate;
import org.nurture.message.EventSuppressor;
import org.nurture.message.Leases;
import org.nurture.message.MessageComposer;
import org.nurture.message.OutboxRows;
import org.nurture.message.Resolution;
import org.nurture.message.SoftBounces;
import org.nurture.message.Suppressions;
import org.nurture.message.Withdrawal;
import org.nurture.platform.Config;
import org.nurture.platform.Database;
import org.nurture.platform.Finding;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Transactions;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.InboxRows;

/** The engine, put together with stand-ins for what is not its own. */
public final class EngineParts {
  private static final int FAR_TOO_MANY = 100_000;

  private static final ExecutorService POOL = Executors.newCachedThreadPool(EngineParts::daemon);

  private final int workers;
  private final HeldWorkflows workflows = new HeldWorkflows();
  private final HeldActions actions;
  private final EventInbox inbox;
  private final Journeys journeys;
  private final PlainSender sender;
  private final CampaignLock lock;
  private final UpdatePreview preview;
  private final CampaignTests tests;
  private final Resolution resolution;
  private final Leases leases;
  private final DeliveryGate gate;
  private final Answers answers;
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final MailParts mail;
  private final TextParts texts;

  public EngineParts(TestDatabase db) {
    this(db, Tuning.DEFAULT, true, 1);
  }

  /**
   * @param local whether the CRM takes part in statements of Nurture's own database (D4)
   * @param workers that do each job together
   */
  public EngineParts(TestDatabase db, Tuning tuning, boolean local, int workers) {
    this(db, tuning, HostContacts.audience(db, local), workers, db.transactions());
  }

  /** With another CRM, and transactions that something else happens in, too. */
  EngineParts(
      TestDatabase db, Tuning tuning, Audience audience, int workers, Transactions transactions) {
    this(db, tuning, audience, workers, transactions, db.database());
  }

  /**
   * @param own the database, with tests listening in
   */
  EngineParts(
      TestDatabase db,
      Tuning tuning,
      Audience audience,
      int workers,
      Transactions transactions,
      Database own) {
    this.workers = workers;
    lock = new DatabaseCampaignLock(own, db.currentTransaction());
    HostContacts host = new HostContacts(db);
    Templates templates = new Templates();
    actions =
        new HeldActions(
            new RealActions(own, db.clock(), host.audience(), host.writer(), templates, templates));
    inbox = new InboxRows(own);
    OutboxRows outbox = new OutboxRows(own);
    Suppressions suppressions = new Suppressions(own);
    gate = new DeliveryRecorder(own, db.clock(), workflows, lock);
    Withdrawal withdrawal = new Withdrawal(db.transactions(), own, suppressions, outbox, gate);
    Composer composer = new MessageComposer(own, templates, audience, db.clock());
    EventSuppressor suppressor =
        new EventSuppressor(suppressions, withdrawal, new SoftBounces(own, new Config()));
    journeys =
        new Engine(
            transactions,
            own,
            db.clock(),
            workflows,
            lock,
            audience,
            composer,
            outbox,
            actions,
            inbox,
            suppressor,
            tuning);
    preview = new UpdatePreview(own, db.clock());
    sender = new PlainSender(db, gate, inbox);
    leases = new Leases(db.transactions(), own, gate);
    answers = new Answers(db.transactions(), own, gate, inbox);
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    resolution = new Resolution(db.transactions(), own, gate, db.clock());
    mail = new MailParts(db, gate, suppressions, withdrawal);
    texts = new TextParts(db, gate, suppressions, withdrawal, resolution);
    tests =
        new CampaignTests(
            db.transactions(),
            own,
            db.clock(),
            workflows,
            lock,
            campaign -> Optional.empty(),
            audience,
            composer,
            outbox,
            actions,
            suppressor,
            sender);
  }

  DeliveryGate gate() {
    return gate;
  }

  Answers answers() {
    return answers;
  }

  Leases leases() {
    return leases;
  }

  Withdrawal withdrawal() {
    return withdrawal;
  }

  Suppressions suppressions() {
    return suppressions;
  }

  /** Job send-mail, really: over SMTP. */
  SlicedWork mail(int port) {
    return mail.to(port);
  }

  /** What job send-sms is made of, really: over SMPP. */
  TextParts texts() {
    return texts;
  }

  HeldWorkflows workflows() {
    return workflows;
  }

  UpdatePreview preview() {
    return preview;
  }

  CampaignLock lock() {
    return lock;
  }

  HeldActions actions() {
    return actions;
  }

  EventInbox inbox() {
    return inbox;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "worker");
    thread.setDaemon(true);
    return thread;
  }

  public Journeys journeys() {
    return journeys;
  }

  PlainSender sender() {
    return sender;
  }

  Resolution resolution() {
    return resolution;
  }

  CampaignTests tests() {
    return tests;
  }

  void enroll(long campaign) {
    together(() -> exhaust(journeys.enroll(campaign)));
  }

  /** A server that dies: a few slices, and then never again. */
  void processALittle(long campaign, int slices) {
    SlicedWork work = journeys.process(campaign);
    for (int i = 0; i < slices; i++) {
      work.next();
    }
  }

  void process(long campaign) {
    together(() -> exhaust(journeys.process(campaign)));
  }

  /** Fails where anything contradicts anything (D17). */
  void verify(long campaign) {
    SlicedWork work = journeys.verify(campaign);
    exhaust(work);
    assertThat(work.findings().stream().map(Finding::told)).as("what verify found").isEmpty();
  }

  /** All workers at once, as servers share a job; the first failure is the answer. */
  private void together(Runnable work) {
    if (workers == 1) {
      work.run();
      return;
    }
    List<CompletableFuture<Void>> running =
        IntStream.range(0, workers).mapToObj(i -> CompletableFuture.runAsync(work, POOL)).toList();
    running.forEach(CompletableFuture::join);
  }

  /** Slice after slice, until nothing due is left. */
  static void exhaust(SlicedWork work) {
    for (int slices = 0; slices < FAR_TOO_MANY; slices++) {
      Optional<SlicedWork.Slice> slice = work.next();
      if (slice.isEmpty()) {
        return;
      }
    }
    throw new IllegalStateException("no end after " + FAR_TOO_MANY + " slices");
  }
}
