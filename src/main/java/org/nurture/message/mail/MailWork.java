package org.nurture.message.mail;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.nurture.platform.SlicedWork;

/** {@link SendMail} under the name by which jobs find it. */
@Named("send-mail")
@Dependent
public class MailWork implements SlicedWork {
  private final SlicedWork work;

  @Inject
  public MailWork(SendMail sending) {
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
