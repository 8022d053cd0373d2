package org.nurture.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Hold;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;
import org.nurture.security.Audit;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** The line on every page that says that nothing is sent (D18), and what an admin says to it. */
@Named("hold")
@RequestScoped
public class HoldBacking {
  private static final java.time.Duration BRIEF = java.time.Duration.ofSeconds(10);

  @Inject private Hold hold;
  @Inject private CurrentUser user;
  @Inject private Audit audit;
  @Inject private Transactions transactions;
  @Inject private Page page;

  private @Nullable Optional<Hold.Held> held;

  /** Null: it may send. */
  public @Nullable String getMessage() {
    return held().map(Hold.Held::message).orElse(null);
  }

  /** Whether it is still to be said what this is. */
  public boolean isOpen() {
    return held().filter(h -> h.why() != Hold.Why.COPY).isPresent();
  }

  public boolean isMayConfirm() {
    return user.isAdmin();
  }

  public void moved() {
    confirm("installation.moved", hold::moved);
  }

  public void copy() {
    confirm("installation.copy", hold::copy);
  }

  private void confirm(String what, Runnable act) {
    user.demand(Role.ADMIN);
    try {
      act.run();
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
      return;
    }
    transactions.inNew(
        BRIEF,
        () -> {
          audit.write(what, "installation", null);
          return true;
        });
    held = null;
  }

  private Optional<Hold.Held> held() {
    Optional<Hold.Held> known = held;
    if (known == null) {
      known = hold.now();
      held = known;
    }
    return known;
  }
}
