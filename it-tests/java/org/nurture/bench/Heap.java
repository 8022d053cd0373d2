package org.nurture.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** What the heap holds: after the last collection, and the most that any collection left. */
final class Heap {
  private static final long MIB = 1L << 20;
  private final AtomicLong most = new AtomicLong();

  Heap() {
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) gc)
          .addNotificationListener(
              (notification, handback) -> {
                GarbageCollectionNotificationInfo info =
                    GarbageCollectionNotificationInfo.from(
                        (CompositeData) notification.getUserData());
                long left =
                    info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                        .filter(e -> !e.getKey().contains("Meta") && !e.getKey().contains("Code"))
                        .mapToLong(e -> e.getValue().getUsed())
                        .sum();
                most.accumulateAndGet(left, Math::max);
              },
              null,
              null);
    }
  }

  void reset() {
    System.gc();
    most.set(0);
  }

  /** MiB that live now. */
  long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
  }

  /** MiB: the most that a collection left. */
  long peak() {
    return most.get() / MIB;
  }
}
