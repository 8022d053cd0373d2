package org.nurture.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** This process among the servers that share the work. A restarted server is another one. */
@ApplicationScoped
public class ThisServer {
  private final String name =
      host()
          + "-"
          + ProcessHandle.current().pid()
          + "-"
          + UUID.randomUUID().toString().substring(0, 4);

  /** Unique among all servers, and another one after each start. */
  public String name() {
    return name;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "server";
    }
  }
}
