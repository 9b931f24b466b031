package dev.millrace.processors.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.Processor;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.json.OtlpJson;
import dev.millrace.testkit.AttributeMaps;
import dev.millrace.testkit.Batches;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesStageTest extends AttributesTest {

  @Test
  void value_hasTheTypeOfTheYaml() {
    String yaml =
        """
        actions:
          - {key: int, action: insert, value: 123}
          - {key: real, action: insert, value: 1.5}
          - {key: bool, action: INSERT, value: true}
          - {key: text, action: Upsert, value: "123"}
          - {key: list, action: upsert, value: [1, a, null, {b: 2.5}]}
          - {key: map, action: upsert, value: {z: 1, y: [true]}}
        """;
    assertThat(span(yaml, Map.of()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "int",
                123L,
                "real",
                1.5,
                "bool",
                true,
                "text",
                "123",
                "list",
                "[1,\"a\",null,{\"b\":2.5}]",
                "map",
                "{\"y\":[true],\"z\":1}"));
  }

  @Test
  void fromContext_takesWhatIsKnownAboutTheSender() {
    String yaml =
        """
        actions:
          - {key: origin, action: insert, from_context: metadata.Origin}
          - {key: plain, action: insert, from_context: origin}
          - {key: user, action: insert, from_context: auth.subject}
          - {key: peer, action: insert, from_context: client.address}
          - {key: absent, action: insert, from_context: metadata.absent}
          - {key: nobody, action: insert, from_context: auth.absent}
        """;
    Context context =
        new Context(Map.of("origin", List.of("a", "b")), Map.of("subject", "me"), "10.1.2.3:4711");
    assertThat(span(yaml, Map.of(), context))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("origin", "a;b", "plain", "a;b", "user", "me", "peer", "10.1.2.3"));
    assertThat(span(yaml, Map.of())).isEqualTo(Map.of("peer", ""));
  }

  @Test
  void hash_isSha256OfTheValue() {
    String yaml = "actions: [{pattern: ^h, action: hash}, {key: other, action: hash}]";
    assertThat(span(yaml, Map.of("h1", "john@doe", "h2", 1, "h3", true, "other", List.of())))
        .isEqualTo(
            Map.of(
                "h1", "333b5dab25e00bdbb4f5fee5e3fe1ade644c29400c9a5278f5b65fe3ca6540e8",
                "h2", "7c9fa136d4413fa6173637e883b6998d32e1d675f88cddff9dcbcf331820f4b8",
                "h3", "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
                "other", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "strict, services: [shop], true",
    "strict, services: [<nil-service-name>], false",
    "regexp, services: [^sh], true",
    "strict, 'span_names: [other, name]', true",
    "strict, span_names: [nam], false",
    "regexp, span_names: [nam], true",
    "strict, span_kinds: [SPAN_KIND_SERVER], true",
    "strict, span_kinds: [SPAN_KIND_CLIENT], false",
    "regexp, span_kinds: [SERVER$], true",
    "strict, 'attributes: [{key: env}]', true",
    "strict, 'attributes: [{key: env}, {key: absent}]', false",
    "strict, 'attributes: [{key: env, value: dev}, {key: n, value: 7}]', true",
    "strict, 'attributes: [{key: n, value: \"7\"}]', false",
    "strict, 'attributes: [{key: list, value: [1, {a: b}]}]', true",
    "strict, 'attributes: [{key: list, value: [1, {a: c}]}]', false",
    "regexp, 'attributes: [{key: n, value: ^7$}, {key: d, value: ^100000000000000000000000$}]', true",
    "regexp, 'attributes: [{key: list, value: .*}]', false",
    "strict, 'resources: [{key: service.name, value: shop}]', true",
    "strict, 'resources: [{key: service.name, value: other}]', false",
    "strict, 'libraries: [{name: lib}]', true",
    "strict, 'libraries: [{name: lib, version: \"\"}]', false",
    "strict, 'libraries: [{name: lib, version: \"1.2\"}]', true",
    "regexp, 'libraries: [{name: l.*, version: ^2}]', false",
    "strict, 'libraries: [{name: lib}, {name: other}]', false",
    "strict, 'services: [shop], span_names: [other]', false",
  })
  void spans_areMatched(String type, String property, boolean isMatch) throws Exception {
    String batch =
        """
        {"resourceSpans": [{
          "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]},
          "scopeSpans": [{"scope": {"name": "lib", "version": "1.2"}, "spans": [{
            "name": "name", "kind": 2, "attributes": [
              {"key": "env", "value": {"stringValue": "dev"}},
              {"key": "n", "value": {"intValue": 7}},
              {"key": "d", "value": {"doubleValue": 1e23}},
              {"key": "list", "value": {"arrayValue": {"values": [{"intValue": 1},
                {"kvlistValue": {"values": [{"key": "a", "value": {"stringValue": "b"}}]}}]}}}
            ]}]}]}]}
        """;
    check(Signal.TRACES, batch, type, property, isMatch);
  }

  @ParameterizedTest
  @CsvSource({
    "strict, log_bodies: [hello world], true",
    "strict, log_bodies: [hello], false",
    "regexp, log_bodies: [hello], true",
    "strict, log_severity_texts: [INFO], true",
    "regexp, log_severity_texts: [DEBUG], false",
    "strict, log_severity_number: {min: 9}, true",
    "strict, log_severity_number: {min: 10}, false",
    "strict, 'resources: [{key: service.name}]', false",
  })
  void logs_areMatched(String type, String property, boolean isMatch) throws Exception {
    String batch =
        """
        {"resourceLogs": [{"scopeLogs": [{"logRecords": [{
          "body": {"stringValue": "hello world"}, "severityText": "INFO", "severityNumber": 9
        }]}]}]}
        """;
    check(Signal.LOGS, batch, type, property, isMatch);
  }

  @Test
  void logs_withoutSeverityMatchWhenAskedTo() throws Exception {
    String batch = "{\"resourceLogs\": [{\"scopeLogs\": [{\"logRecords\": [{}]}]}]}";
    check(Signal.LOGS, batch, "strict", "log_severity_number: {min: 1}", false);
    check(Signal.LOGS, batch, "strict", "log_severity_number: {match_undefined: true}", true);
  }

  @ParameterizedTest
  @CsvSource({
    "strict, metric_names: [requests], true",
    "strict, metric_names: [request], false",
    "regexp, metric_names: [^req], true",
    "strict, 'resources: [{key: host, value: a}]', true",
    "strict, 'resources: [{key: host, value: b}]', false",
    "strict, 'metric_names: [requests], resources: [{key: host, value: b}]', false",
  })
  void metrics_areMatched(String type, String property, boolean isMatch) throws Exception {
    String batch =
        """
        {"resourceMetrics": [{
          "resource": {"attributes": [{"key": "host", "value": {"stringValue": "a"}}]},
          "scopeMetrics": [{"metrics": [
            {"name": "requests", "sum": {"dataPoints": [{"asInt": "1"}]}}]}]}]}
        """;
    check(Signal.METRICS, batch, type, property, isMatch);
  }

  /** As include, as exclude. */
  private void check(Signal signal, String json, String type, String property, boolean isMatch)
      throws Exception {
    Batch batch = OtlpJson.parse(signal, Slice.of(json.getBytes(StandardCharsets.UTF_8)));
    for (String block : List.of("include", "exclude")) {
      String yaml =
          """
          %s: {match_type: %s, regexp: {cacheenabled: true, cachemaxnumentries: 8}, %s}
          actions: [{key: seen, action: insert, value: true}]
          """
              .formatted(block, type, property);
      Batch changed = pass(started(signal, yaml), batch, Context.EMPTY);
      boolean isExpected = isMatch == block.equals("include");
      assertThat(AttributeMaps.ofItem(changed).containsKey("seen")).isEqualTo(isExpected);
      if (!isExpected) {
        assertThat(changed).isSameAs(batch);
      }
    }
  }

  @Test
  void exclude_isAskedAfterInclude() {
    String yaml =
        """
        include: {match_type: regexp, span_names: [^a]}
        exclude: {match_type: strict, span_names: [ab]}
        actions: [{key: seen, action: insert, value: true}]
        """;
    Processor processor = started(Signal.TRACES, yaml);
    for (String name : List.of("a", "ab", "b")) {
      Batch changed = pass(processor, Batches.spans(1, name), Context.EMPTY);
      assertThat(AttributeMaps.ofItem(changed).isEmpty()).isEqualTo(!name.equals("a"));
    }
  }

  @Test
  void consume_keepsUntouchedParts() {
    Processor processor = started(Signal.LOGS, "actions: [{key: a, action: update, value: 1}]");
    Batch without = Batches.logs(3);
    Batch with = AttributeMaps.onItems(without, Map.of("a", "b"));
    Batch both = Batch.concat(Signal.LOGS, List.of(without, with));
    Batch changed = pass(processor, both, Context.EMPTY);
    assertThat(changed.parts().get(0)).isSameAs(without.parts().get(0));
    assertThat(changed.itemCount()).isEqualTo(6);
    assertThat(AttributeMaps.ofItem(changed)).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void consume_changesPointsOfEveryKind() throws Exception {
    String json =
        """
        {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
          {"gauge": {"dataPoints": [{"attributes": [{"key": "a", "value": {"intValue": 1}}]}]}},
          {"sum": {"dataPoints": [{}, {}]}},
          {"histogram": {"dataPoints": [{"count": "1"}]}},
          {"exponentialHistogram": {"dataPoints": [{"count": "1"}]}},
          {"summary": {"dataPoints": [{"count": "1"}]}}]}]}]}
        """;
    Batch batch = OtlpJson.parse(Signal.METRICS, Slice.of(json.getBytes(StandardCharsets.UTF_8)));
    Processor processor =
        started(Signal.METRICS, "actions: [{key: seen, action: insert, value: 1}]");
    String changed = OtlpJson.toString(pass(processor, batch, Context.EMPTY));
    assertThat(changed.split("\"seen\"", -1)).hasSize(7);
  }
}
