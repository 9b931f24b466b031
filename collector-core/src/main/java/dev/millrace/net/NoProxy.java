package dev.millrace.net;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who is reached without a proxy: this machine, and what {@code NO_PROXY} lists: {@code *},
 * addresses, networks, domains with all below them, {@code .domain} for those below alone; each
 * with a port or without. Immutable.
 */
final class NoProxy {
  private static final int IPV4_BYTES = 4;
  private static final int MAPPED_PREFIX_BYTES = 12;

  /** One entry; {@code address} is null for a name. */
  private interface Rule {
    boolean matches(String host, byte @Nullable [] address, int port);
  }

  private final List<Rule> rules;

  private NoProxy(List<Rule> rules) {
    this.rules = rules;
  }

  /** Reads the variable; entries that mean nothing are left out, as in Go. */
  static NoProxy parse(String list) {
    List<Rule> rules = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      Rule rule = rule(entry.strip().toLowerCase(Locale.ROOT));
      if (rule != null) {
        rules.add(rule);
      }
    }
    return new NoProxy(List.copyOf(rules));
  }

  boolean matches(String host, int port) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    byte[] address = address(name);
    if (name.equals("localhost") || (address != null && isLoopback(address))) {
      return true;
    }
    return rules.stream().anyMatch(rule -> rule.matches(name, address, port));
  }

  private static @Nullable Rule rule(String entry) {
    if (entry.equals("*")) {
      return (host, address, port) -> true;
    }
    int slash = entry.indexOf('/');
    Rule network =
        slash < 0 ? null : network(entry.substring(0, slash), entry.substring(slash + 1));
    return network == null ? hostRule(entry) : network;
  }

  private static @Nullable Rule network(String address, String prefix) {
    byte[] base = address(address);
    if (base == null || !prefix.matches("[0-9]{1,3}")) {
      return null;
    }
    int bits = Integer.parseInt(prefix);
    return bits > base.length * 8
        ? null
        : (host, other, port) ->
            other != null && other.length == base.length && samePrefix(base, other, bits);
  }

  private static boolean samePrefix(byte[] left, byte[] right, int bits) {
    int whole = bits / 8;
    if (!Arrays.equals(left, 0, whole, right, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || ((left[whole] ^ right[whole]) & 0xff) >>> (8 - rest) == 0;
  }

  private static @Nullable Rule hostRule(String entry) {
    String host = entry;
    String port = "";
    int colon = entry.lastIndexOf(':');
    boolean isBracketed = entry.startsWith("[") && entry.contains("]:");
    if (colon >= 0 && (isBracketed || entry.indexOf(':') == colon)) {
      host = entry.substring(0, colon);
      port = entry.substring(colon + 1);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      return null;
    }
    String only = port;
    byte[] address = address(host);
    if (address != null) {
      return (name, other, at) -> Arrays.equals(address, other) && isPort(only, at);
    }
    String below = host.startsWith("*.") ? host.substring(1) : host;
    String suffix = below.startsWith(".") ? below : "." + below;
    String self = below.startsWith(".") ? "" : below;
    return (name, other, at) -> (name.endsWith(suffix) || name.equals(self)) && isPort(only, at);
  }

  private static boolean isPort(String only, int port) {
    return only.isEmpty() || only.equals(String.valueOf(port));
  }

  /** An IPv4 address within IPv6 as what it is. */
  private static byte @Nullable [] address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null || bytes.length == IPV4_BYTES) {
      return bytes;
    }
    for (int i = 0; i < MAPPED_PREFIX_BYTES; i++) {
      if (bytes[i] != (i < MAPPED_PREFIX_BYTES - 2 ? 0 : (byte) 0xff)) {
        return bytes;
      }
    }
    return Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, bytes.length);
  }

  private static boolean isLoopback(byte[] address) {
    if (address.length == IPV4_BYTES) {
      return address[0] == 127;
    }
    for (int i = 0; i < address.length - 1; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[address.length - 1] == 1;
  }
}
