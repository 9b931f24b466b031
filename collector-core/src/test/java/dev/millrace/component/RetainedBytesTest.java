package dev.millrace.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetainedBytesTest {
  private final RetainedBytes memory = new RetainedBytes(100);

  @Test
  void requests_findRoomBesideWhatIsHeld() {
    memory.hold(60);
    assertThat(memory.isShort()).isFalse();
    assertThat(memory.tryReserve(41)).isFalse();
    assertThat(memory.isShort()).isTrue();
    assertThat(memory.tryReserve(40)).isTrue();
    assertThat(memory.bytes()).isEqualTo(100);
    memory.letGo(60);
    assertThat(memory.tryReserve(60)).isTrue();
    memory.release(100);
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void queue_takesOverWhatARequestHasReserved() {
    assertThat(memory.tryReserve(100)).isTrue();
    assertThat(memory.tryHold(100)).isTrue();
    memory.release(100);
    assertThat(memory.tryReserve(1)).isFalse();
    assertThat(memory.tryHold(25)).isTrue();
    assertThat(memory.tryHold(1)).isFalse();
    assertThat(memory.bytes()).isEqualTo(125);
  }

  @Test
  void handOver_findsRoomForWhatIsCountedAlready() {
    memory.hold(80);
    assertThat(memory.tryHold(50)).isFalse();
    assertThat(memory.<Boolean>handOver(() -> memory.tryHold(50))).isTrue();
    assertThat(memory.tryHold(1)).isFalse();
    memory.letGo(80);
    assertThat(memory.bytes()).isEqualTo(50);
  }

  @Test
  void ofHeap_leavesRoomForTheEngine() {
    long mib = 1024 * 1024;
    assertThat(RetainedBytes.ofHeap(32 * mib).limitBytes()).isEqualTo(8 * mib);
    assertThat(RetainedBytes.ofHeap(128 * mib).limitBytes()).isBetween(38 * mib, 39 * mib);
    assertThat(RetainedBytes.ofHeap(4096 * mib).limitBytes()).isBetween(1600 * mib, 1640 * mib);
  }
}
