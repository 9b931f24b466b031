package dev.millrace.processors.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.data.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesConfigTest extends AttributesTest {

  @Test
  void read_needsActions() {
    read("include: {match_type: strict, span_names: [a]}");
    assertThat(errors())
        .containsExactly(
            "config.yaml:1:1: processors::attributes::actions: missing required field"
                + " \"actions\": list at least one action");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{action: insert, value: 1}                              | 1:11 | missing required field \"key\"; name the attribute to act upon",
        "{action: delete}                                        | 1:11 | at least one of \"key\" and \"pattern\"",
        "{key: a, action: invalid}                               | 1:28 | unsupported action \"invalid\"",
        "{key: a, action: insert}                                | 1:11 | either field \"value\", \"from_attribute\" or \"from_context\" must be specified for action \"insert\"",
        "{key: a, action: insert, value: null}                   | 1:43 | must be specified for action \"insert\"",
        "{key: a, action: upsert, value: 1, from_attribute: b}   | 1:43 | multiple value sources",
        "{key: a, action: update, value: 1, pattern: b}          | 1:55 | action \"update\" does not use the \"pattern\" field",
        "{key: a, action: update, value: 1, converted_type: int} | 1:62 | does not use the \"converted_type\" field",
        "{key: a, action: delete, value: 1}                      | 1:43 | action \"delete\" does not use \"value\" or \"from_attribute\"",
        "{key: a, action: hash, from_attribute: b}               | 1:50 | action \"hash\" does not use",
        "{key: a, action: hash, pattern: '['}                    | 1:43 | invalid pattern \"[\"",
        "{key: a, action: extract}                               | 1:11 | missing required field \"pattern\" for action \"extract\"",
        "{key: a, action: extract, pattern: '(?P<b>a)', value: 1}| 1:65 | action \"extract\" does not use a value source",
        "{key: a, action: extract, pattern: a}                   | 1:46 | contains no named matcher groups",
        "{key: a, action: extract, pattern: '(?P<b>c)(d)'}       | 1:46 | contains at least one unnamed matcher group",
        "{key: a, action: convert}                               | 1:11 | missing required field \"converted_type\" for action \"convert\"",
        "{key: a, action: convert, converted_type: bool}         | 1:53 | invalid value \"bool\" for action \"convert\"",
        "{key: a, action: convert, converted_type: int, value: 1}| 1:65 | action \"convert\" does not use a value source",
      })
  void read_refusesWhatDoesNotGoTogether(String action, String place, String message) {
    read("actions: [" + action.strip() + "]");
    assertThat(errors()).hasSize(1);
    assertThat(errors().get(0))
        .startsWith("config.yaml:" + place + ": processors::attributes::actions[0]")
        .contains(message);
  }

  @Test
  void read_refusesActionsThatAreNoList() {
    read("actions: x");
    assertThat(errors())
        .containsExactly(
            "config.yaml:1:10: processors::attributes::actions: expected a list, found a string");
  }

  @Test
  void read_refusesBrokenMatches() {
    read(
        """
        include: {match_type: fancy, services: [a]}
        exclude:
          match_type: regexp
          span_names: ['(']
          attributes: [{value: a}, {key: b, value: 1}]
          libraries: [{name: '[', version: '*'}]
        actions: [{key: a, action: DELETE}]
        """);
    assertThat(errors())
        .anyMatch(line -> line.contains("1:23") && line.contains("unrecognized match_type"))
        .anyMatch(line -> line.contains("exclude::span_names") && line.contains("missing"))
        .anyMatch(line -> line.contains("attributes[0]::key") && line.contains("empty key"))
        .anyMatch(line -> line.contains("attributes[1]::value") && line.contains("found int"))
        .anyMatch(line -> line.contains("libraries[0]::name"))
        .anyMatch(line -> line.contains("libraries[0]::version"))
        .hasSize(6);
  }

  @Test
  void read_reportsUnknownKeysEverywhere() {
    read("actions: [{key: a, action: delete, keys: b}]\ninclude: {match_typ: strict}");
    assertThat(errors()).hasSize(2).allMatch(line -> line.contains("unknown key"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRACES  | log_bodies: [a]             | log_bodies should not be specified for trace spans",
        "TRACES  | log_severity_texts: [a]     | log_severity_texts should not be specified",
        "TRACES  | log_severity_number: {}     | log_severity_number should not be specified",
        "TRACES  | metric_names: [a]           | metric_names should not be specified",
        "TRACES  | services: []                | at least one of",
        "TRACES  | span_kinds: [SERVER]        | span_kinds: \"SERVER\" is not known with match_type strict",
        "LOGS    | span_names: [a]             | are not valid for log records",
        "LOGS    | services: [a]               | are not valid for log records",
        "LOGS    | log_bodies: []              | at least one of",
        "METRICS | attributes: [{key: a}]      | are not valid for metrics",
        "METRICS | libraries: [{name: a}]      | are not valid for metrics",
        "METRICS | metric_names: []            | at least one of \"metric_names\" or \"resources\"",
      })
  void start_refusesWhatTheSignalHasNot(Signal signal, String property, String message) {
    String yaml =
        """
        actions: [{key: a, action: delete}]
        include:
          match_type: strict
          %s
        """
            .formatted(property.strip());
    assertThat(refusal(signal, yaml))
        .startsWith("config.yaml:3:3: processors::attributes::include: ")
        .contains(message);
  }
}
