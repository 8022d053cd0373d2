package org.nurture.message.webhook;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.nurture.platform.SlicedWork;

/** {@link SendWebhooks} under the name by which jobs find it. */
@Named("send-webhooks")
@Dependent
public class WebhookWork implements SlicedWork {
  private final SlicedWork work;

  @Inject
  public WebhookWork(SendWebhooks sending) {
    this.work = sending.begin();
  }

  @Override
  public Optional<Slice> next() {
    return work.next();
  }

  @Override
  public Optional<String> remark() {
    return work.remark();
  }
}
