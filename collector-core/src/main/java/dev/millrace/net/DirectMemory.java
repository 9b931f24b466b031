package dev.millrace.net;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;

/**
 * The memory outside the heap that the network's buffers lie in, which the JVM bounds ({@code
 * -XX:MaxDirectMemorySize}, by default as much as the heap).
 *
 * <p>What an unfinished gRPC message holds of it can be several times its own bytes: each of its
 * frames keeps the whole buffer that was read with it alive, with the frames of other calls. So
 * that bytes are counted is not enough.
 *
 * <p>Threading: any thread; asking costs next to nothing.
 */
public final class DirectMemory {
  private static final long MAX_BYTES = maxBytes();

  private DirectMemory() {}

  /** Whether more than that percentage of it is in use. */
  public static boolean isUsedAbove(int percent) {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator
        && allocator.metric().usedDirectMemory() > MAX_BYTES / 100 * percent;
  }

  private static long maxBytes() {
    HotSpotDiagnosticMXBean bean =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long set =
        bean == null ? 0 : Long.parseLong(bean.getVMOption("MaxDirectMemorySize").getValue());
    return set == 0 ? Runtime.getRuntime().maxMemory() : set;
  }
}
