package org.nurture.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.nurture.audience.HostFollowers;
import org.nurture.audience.RecordKey;

/** Who follows a record: in the CRM where its target maps followers to a table, else in Nurture. */
@ApplicationScoped
public class WhoFollows {
  private final FollowerRows own;
  private final HostFollowers host;

  @Inject
  public WhoFollows(FollowerRows own, HostFollowers host) {
    this.own = own;
    this.host = host;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected WhoFollows() {
    this(null, null);
  }

  /**
   * By name, in order.
   *
   * @throws org.nurture.audience.HostChangedException where the CRM's table or a column is gone
   */
  public List<String> of(String target, RecordKey key, int limit) {
    return host.keeps(target)
        ? host.of(target, key, limit)
        : own.of(target, key, limit).stream().map(FollowerRows.Follower::name).toList();
  }

  FollowerRows own() {
    return own;
  }

  HostFollowers host() {
    return host;
  }
}
