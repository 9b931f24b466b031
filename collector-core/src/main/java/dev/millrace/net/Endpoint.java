package dev.millrace.net;

/**
 * Where a server listens: a host and a port, as in {@code endpoint: localhost:4317}, or a unix
 * socket.
 *
 * @param host a name or an address without brackets, empty means all addresses; the path of a unix
 *     socket
 * @param port 0 lets the system choose
 * @param family what kind of address it is
 */
public record Endpoint(String host, int port, Family family) {
  private static final int MAX_PORT = 65535;

  /** What kind of address an endpoint is. */
  public enum Family {
    /** IPv4 or IPv6. */
    TCP("tcp"),
    /** IPv4 only. */
    TCP4("tcp4"),
    /** IPv6 only. */
    TCP6("tcp6"),
    /** A unix socket. */
    UNIX("unix");

    private final String text;

    Family(String text) {
      this.text = text;
    }

    /** As in {@code transport: tcp}. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** A host and a port, whatever the family of the host's address. */
  public Endpoint(String host, int port) {
    this(host, port, Family.TCP);
  }

  /** A unix socket. */
  public static Endpoint unix(String path) {
    return new Endpoint(path, 0, Family.UNIX);
  }

  /** Whether it is a unix socket. */
  public boolean isUnix() {
    return family == Family.UNIX;
  }

  /**
   * Reads {@code host:port}, {@code [::1]:port} or {@code :port}.
   *
   * @throws IllegalArgumentException with a sentence when {@code text} is none of these
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "\"%s\" has too many colons (expected: host:port, or [address]:port for IPv6)"
              .formatted(text));
    }
    if (colon < 0) {
      throw new IllegalArgumentException(
          "\"%s\" has no port (expected: host:port)".formatted(text));
    }
    return new Endpoint(host, port(text, text.substring(colon + 1)));
  }

  private static int port(String text, String digits) {
    int port = -1;
    if (!digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(Endpoint::isDigit)) {
      port = Integer.parseInt(digits);
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "\"%s\" has no valid port (expected: host:port, port 0 to 65535)".formatted(text));
    }
    return port;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /** {@code host:port}, an IPv6 address in brackets; a unix socket's path. */
  @Override
  public String toString() {
    if (isUnix()) {
      return host;
    }
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
