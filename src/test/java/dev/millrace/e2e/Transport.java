package dev.millrace.e2e;

/** How an exporter sends OTLP. */
enum Transport {
  GRPC("otlp_grpc", ", tls: {insecure: true}"),
  HTTP("otlp_http", "");

  private final String exporter;
  private final String keys;

  Transport(String exporter, String keys) {
    this.exporter = exporter;
    this.keys = keys;
  }

  /** The exporter's type. */
  String exporter() {
    return exporter;
  }

  /** {@code otlp_grpc: {endpoint: …}}, with more keys. */
  String config(String endpoint, String more) {
    return "%s: {endpoint: \"%s\"%s, %s}".formatted(exporter, endpoint, keys, more);
  }
}
