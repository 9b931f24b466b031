package dev.millrace.receivers.otlp;

import dev.millrace.data.Batch;
import dev.millrace.data.MalformedPayloadException;
import dev.millrace.data.Packed;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.json.OtlpJson;
import dev.millrace.net.grpc.RpcStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How requests and answers are written. */
enum Encoding {
  PROTOBUF("application/x-protobuf") {
    @Override
    Batch parse(Signal signal, byte[] body, @Nullable Packed packed)
        throws MalformedPayloadException {
      return Batch.parse(signal, Slice.of(body), packed);
    }

    @Override
    byte[] write(ExportResponse response) {
      return response.toProtobuf();
    }

    @Override
    byte[] write(RpcStatus status) {
      return status.toProtobuf();
    }
  },
  JSON("application/json") {
    @Override
    Batch parse(Signal signal, byte[] body, @Nullable Packed packed)
        throws MalformedPayloadException {
      return OtlpJson.parse(signal, Slice.of(body));
    }

    @Override
    byte[] write(ExportResponse response) {
      return response.toJson();
    }

    @Override
    byte[] write(RpcStatus status) {
      return status.toJson();
    }
  };

  private final String contentType;

  Encoding(String contentType) {
    this.contentType = contentType;
  }

  /**
   * What a {@code Content-Type} header names, whatever its case and parameters; null if neither.
   */
  static @Nullable Encoding of(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    int semicolon = contentType.indexOf(';');
    String media = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return switch (media.strip().toLowerCase(Locale.ROOT)) {
      case "application/x-protobuf" -> PROTOBUF;
      case "application/json" -> JSON;
      default -> null;
    };
  }

  String contentType() {
    return contentType;
  }

  /** Checks a request; the batch takes the array over, and the compressed form if it is one. */
  abstract Batch parse(Signal signal, byte[] body, @Nullable Packed packed)
      throws MalformedPayloadException;

  abstract byte[] write(ExportResponse response);

  abstract byte[] write(RpcStatus status);
}
