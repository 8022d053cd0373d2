package org.nurture.message.sms;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.nurture.platform.SlicedWork;

/** {@link SendSms} under the name by which jobs find it. */
@Named("send-sms")
@Dependent
public class SmsWork implements SlicedWork {
  private final SlicedWork work;

  @Inject
  public SmsWork(SendSms sending) {
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
