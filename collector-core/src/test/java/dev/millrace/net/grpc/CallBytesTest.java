package dev.millrace.net.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.net.ByteBudget;
import org.junit.jupiter.api.Test;

class CallBytesTest {
  private final ByteBudget budget = new ByteBudget(200_000);
  private final CallBytes bytes = new CallBytes(budget);

  @Test
  void unfinishedMessage_isReservedAsItComes() {
    assertThat(bytes.inflate(1)).isTrue();
    assertThat(budget.reservedBytes()).isEqualTo(CallBytes.FIRST_BYTES);
    for (int i = 0; i < 10; i++) {
      bytes.inboundWireSize(16_384);
    }
    assertThat(budget.reservedBytes()).isBetween(163_840L, 200_000L);
    assertThat(bytes.settle(150_000)).isTrue();
    assertThat(budget.reservedBytes()).isEqualTo(150_000);
    bytes.release();
    bytes.release();
    assertThat(budget.reservedBytes()).isZero();
    assertThat(budget.isShort()).isFalse();
  }

  @Test
  void tinyPieces_countWhatTheyCost() {
    for (int i = 0; i < 500; i++) {
      bytes.inboundWireSize(1);
    }
    assertThat(budget.reservedBytes()).isGreaterThan(100_000);
    bytes.release();
  }

  @Test
  void whatIsInflated_standsBesideWhatCame() {
    bytes.inboundWireSize(100_000);
    assertThat(bytes.inflate(100_000)).isTrue();
    assertThat(bytes.inflate(100_001)).isFalse();
    assertThat(budget.isShort()).isTrue();
    bytes.release();
    assertThat(bytes.inflate(1_000_000)).isTrue(); // nobody waits for it any more
    assertThat(budget.reservedBytes()).isZero();
  }
}
