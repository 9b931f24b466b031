package dev.millrace.component;

import java.util.Locale;

/** Names of failures for the metrics' {@code error.type}, as the Go collector has them. */
public final class ErrorTypes {
  /** The time for a request was over. */
  public static final String DEADLINE = "Deadline_Exceeded";

  /** The collector stops. */
  public static final String SHUTDOWN = "Shutdown";

  /** Something without a name. */
  public static final String OTHER = "_OTHER";

  private static final String CANCELED = "Canceled";
  private static final String UNKNOWN = "Unknown";

  private ErrorTypes() {}

  /**
   * The name of a gRPC code.
   *
   * @param code as grpc-java writes it: {@code RESOURCE_EXHAUSTED}
   */
  public static String ofGrpc(String code) {
    if (code.equals("CANCELLED")) {
      return CANCELED;
    }
    StringBuilder name = new StringBuilder();
    for (String word : code.split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  /** The name of the gRPC code that an HTTP status stands for. */
  public static String ofHttp(int status) {
    return switch (status) {
      case 400 -> "InvalidArgument";
      case 401 -> "Unauthenticated";
      case 403 -> "PermissionDenied";
      case 404 -> "Unimplemented";
      case 429 -> "ResourceExhausted";
      case 502, 503, 504 -> "Unavailable";
      default -> UNKNOWN;
    };
  }
}
