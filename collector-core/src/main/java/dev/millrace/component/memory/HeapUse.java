package dev.millrace.component.memory;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.millrace.component.RetainedBytes;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * How much of the heap is alive: what a collection has left, and what telemetry has come or gone
 * since, which {@link RetainedBytes} knows at any time.
 *
 * <p>A collection of the young objects alone leaves dead ones among the old: it tells the most that
 * can be alive. Only one of the whole heap tells what is.
 *
 * <p>Threading: any thread; the JVM tells of collections on a thread of its own.
 */
final class HeapUse implements AutoCloseable {

  /** After a collection. */
  private record Reading(long usedBytes, long retainedBytes) {}

  private final RetainedBytes memory;
  private final Set<String> heapPools;
  private final NotificationListener listener = (notification, nothing) -> collected(notification);
  private volatile Reading whole;
  private volatile Reading any;

  HeapUse(RetainedBytes memory) {
    this.memory = memory;
    this.heapPools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    Reading nothing = new Reading(0, 0);
    whole = nothing;
    any = nothing;
  }

  /** Listens from here on. */
  void open() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
      }
    }
  }

  private void collected(Notification notification) {
    if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData data) {
      GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
      long used = 0;
      for (Map.Entry<String, MemoryUsage> pool :
          info.getGcInfo().getMemoryUsageAfterGc().entrySet()) {
        used += heapPools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
      }
      collected(used, isOfTheWholeHeap(info));
    }
  }

  private static boolean isOfTheWholeHeap(GarbageCollectionNotificationInfo info) {
    String name = info.getGcName();
    return info.getGcAction().equals("end of major GC")
        || name.equals("ZGC Cycles")
        || name.equals("ZGC Major Cycles")
        || name.equals("Shenandoah Cycles");
  }

  /** A collection left so much. */
  void collected(long usedBytes, boolean isOfTheWholeHeap) {
    Reading reading = new Reading(usedBytes, memory.bytes());
    any = reading;
    if (isOfTheWholeHeap) {
      whole = reading;
    }
  }

  /** Has the whole heap collected, where the JVM lets us. */
  void collect(Runnable collection) {
    long before = collections();
    collection.run();
    if (collections() == before) {
      return; // switched off, or not the JVM's
    }
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage left = heapPools.contains(pool.getName()) ? pool.getCollectionUsage() : null;
      used += left == null ? 0 : left.getUsed();
    }
    collected(used, true);
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  /** What is alive now, as far as the last collections tell. */
  long liveBytes() {
    long retained = memory.bytes();
    long live = Math.min(now(whole, retained), now(any, retained));
    return Math.max(live, retained);
  }

  /** The most that can be alive now: a collection of the whole heap may find less. */
  long mostBytes() {
    long retained = memory.bytes();
    return Math.max(now(any, retained), retained);
  }

  private static long now(Reading reading, long retained) {
    return reading.usedBytes + retained - reading.retainedBytes;
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
          return; // never opened, or closed before
        }
      }
    }
  }
}
