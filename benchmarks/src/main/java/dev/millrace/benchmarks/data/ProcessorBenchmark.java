package dev.millrace.benchmarks.data;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import dev.millrace.data.MalformedPayloadException;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.edit.BatchEdit;
import dev.millrace.data.edit.SpanEdit;
import dev.millrace.data.rewrite.BatchRewrite;
import dev.millrace.processing.actions.ActionConfig;
import dev.millrace.processing.actions.ActionKind;
import dev.millrace.processing.actions.AttributeActions;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.slf4j.LoggerFactory;

/**
 * Time per span of the processors {@code attributes} (an upsert and a delete) and {@code resource}
 * (an upsert), from batch to batch, beside the same with the generated classes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProcessorBenchmark {
  private static final int SPANS = 500;
  private static final String ADDED = "deployment.environment.name";
  private static final String REMOVED = "user_agent.original";
  private static final String CLUSTER = "k8s.cluster.name";
  private static final String VALUE = "production";
  private static final AttributeKey ADDED_KEY = AttributeKey.of(ADDED);
  private static final AttributeKey REMOVED_KEY = AttributeKey.of(REMOVED);

  private final byte[] request = TracePayload.of(SPANS).toByteArray();
  private final Batch batch = batch();
  private final AttributeActions spans =
      actions(action(ActionKind.UPSERT, ADDED), action(ActionKind.DELETE, REMOVED));
  private final AttributeActions nothing =
      actions(action(ActionKind.UPDATE, ADDED), action(ActionKind.DELETE, "absent"));
  private final AttributeActions resources = actions(action(ActionKind.UPSERT, CLUSTER));

  private Batch batch() {
    try {
      return Batch.parse(Signal.TRACES, Slice.of(request));
    } catch (MalformedPayloadException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ActionConfig action(ActionKind kind, String key) {
    AnyValue value = kind == ActionKind.DELETE ? null : AnyValue.of(VALUE);
    return new ActionConfig(key, kind, value, "", "", null, null);
  }

  private static AttributeActions actions(ActionConfig... configs) {
    return new AttributeActions(
        List.of(configs), LoggerFactory.getLogger(ProcessorBenchmark.class));
  }

  private Batch editSpans(Batch in) {
    return BatchRewrite.items(in, spans.growthBytes(), spans.begin(Context.EMPTY));
  }

  private Batch editResource(Batch in) {
    return BatchRewrite.resources(in, resources.growthBytes(), resources.begin(Context.EMPTY));
  }

  /** {@code attributes}: one upsert, one delete, on every span. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Batch attributes() {
    return editSpans(batch);
  }

  /** {@code attributes} with actions that apply to no span. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Batch attributesUntouched() {
    return BatchRewrite.items(batch, nothing.growthBytes(), nothing.begin(Context.EMPTY));
  }

  /** {@code resource}: one upsert. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Batch resource() {
    return editResource(batch);
  }

  /** One behind the other. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Batch both() {
    return editResource(editSpans(batch));
  }

  /** What {@link #attributes} does, by means of {@code Batch.editTraces}. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Batch attributesByEdit() {
    BatchEdit<SpanEdit> edit = batch.editTraces();
    edit.forEachItem((resource, scope, span) -> {
      span.attributes().put(ADDED_KEY, VALUE);
      span.attributes().remove(REMOVED_KEY);
    });
    return edit.build();
  }

  /** What {@link #both} does, by decoding, editing and encoding. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public byte[] bothGenerated() throws InvalidProtocolBufferException {
    ExportTraceServiceRequest.Builder edit =
        ExportTraceServiceRequest.parseFrom(request).toBuilder();
    for (ResourceSpans.Builder group : edit.getResourceSpansBuilderList()) {
      Resource.Builder resource = group.getResourceBuilder();
      if (find(resource.getAttributesList(), CLUSTER) < 0) {
        resource.addAttributes(attribute(CLUSTER));
      }
      for (ScopeSpans.Builder scope : group.getScopeSpansBuilderList()) {
        scope.getSpansBuilderList().forEach(ProcessorBenchmark::edit);
      }
    }
    return edit.build().toByteArray();
  }

  private static void edit(Span.Builder span) {
    int added = find(span.getAttributesList(), ADDED);
    if (added < 0) {
      span.addAttributes(attribute(ADDED));
    } else {
      span.setAttributes(added, attribute(ADDED));
    }
    int removed = find(span.getAttributesList(), REMOVED);
    if (removed >= 0) {
      span.removeAttributes(removed);
    }
  }

  private static int find(List<KeyValue> attributes, String key) {
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.get(i).getKey().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static KeyValue attribute(String key) {
    KeyValue.Builder attribute = KeyValue.newBuilder().setKey(key);
    attribute.getValueBuilder().setStringValue(VALUE);
    return attribute.build();
  }
}
