package dev.millrace.benchmarks.data;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Random;

/** What the payloads of all signals have in common. */
final class Payload {
  /** When it all happened; items follow within a second. */
  static final long TIME_UNIX_NANOS = 1_790_000_000_000_000_000L;

  static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.37.0";

  private Payload() {}

  static Resource resource() {
    return Resource.newBuilder()
        .addAttributes(text("service.name", "checkout"))
        .addAttributes(text("service.version", "1.14.2"))
        .addAttributes(text("service.instance.id", "627cc493-f310-47de-96bd-71410b7dec09"))
        .addAttributes(text("telemetry.sdk.language", "java"))
        .addAttributes(text("telemetry.sdk.version", "1.54.0"))
        .addAttributes(text("k8s.pod.name", "checkout-6b557d48f6-xm4dk"))
        .addAttributes(text("k8s.namespace.name", "shop"))
        .addAttributes(number("process.pid", 17))
        .build();
  }

  static InstrumentationScope scope() {
    return InstrumentationScope.newBuilder()
        .setName("io.opentelemetry.netty-4.1")
        .setVersion("2.20.1-alpha")
        .build();
  }

  static ByteString id(Random random, int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }
}
