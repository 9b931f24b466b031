package dev.millrace.benchmarks.data;

import static dev.millrace.benchmarks.data.Payload.id;
import static dev.millrace.benchmarks.data.Payload.number;
import static dev.millrace.benchmarks.data.Payload.text;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.Random;

/** Requests of application log records: 5 attributes and some 390 bytes each. */
public final class LogPayload {
  private static final String[] EVENTS = {"created", "paid", "shipped", "returned"};

  private LogPayload() {}

  public static ExportLogsServiceRequest of(int records) {
    Random random = new Random(42);
    ScopeLogs.Builder scope = ScopeLogs.newBuilder().setScope(Payload.scope());
    for (int i = 0; i < records; i++) {
      scope.addLogRecords(logRecord(random));
    }
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(Payload.resource())
                .addScopeLogs(scope)
                .setSchemaUrl(Payload.SCHEMA_URL))
        .build();
  }

  private static LogRecord logRecord(Random random) {
    long time = Payload.TIME_UNIX_NANOS + random.nextInt(1_000_000_000);
    String order = String.valueOf(100_000 + random.nextInt(900_000));
    String event = EVENTS[random.nextInt(EVENTS.length)];
    return LogRecord.newBuilder()
        .setTimeUnixNano(time)
        .setObservedTimeUnixNano(time + random.nextInt(1_000_000))
        .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
        .setSeverityText("INFO")
        .setBody(
            AnyValue.newBuilder()
                .setStringValue(
                    "order %s was %s in %d ms for customer %d of shop eu-central-1"
                        .formatted(order, event, random.nextInt(900), random.nextInt(90_000))))
        .addAttributes(text("order.id", order))
        .addAttributes(text("event.name", "order." + event))
        .addAttributes(text("log.logger", "com.example.shop.checkout.OrderService"))
        .addAttributes(text("thread.name", "http-nio-8080-exec-" + random.nextInt(64)))
        .addAttributes(number("http.response.status_code", 200))
        .setFlags(1)
        .setTraceId(id(random, 16))
        .setSpanId(id(random, 8))
        .build();
  }
}
