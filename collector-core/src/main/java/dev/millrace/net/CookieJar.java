package dev.millrace.net;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Keeps the cookies that servers set, and gives them back. Any thread. Bounds: 1,000 cookies. */
final class CookieJar {
  private static final int MAX_COOKIES = 1000;

  private final CookieManager cookies =
      new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

  /** The value of the {@code Cookie} header, empty for none. */
  String cookies(URI uri) throws IOException {
    return String.join("; ", cookies.get(uri, Map.of()).getOrDefault("Cookie", List.of()));
  }

  /** Keeps what an answer sets. */
  void keep(URI uri, HttpResponse answer) throws IOException {
    List<String> set = answer.headers().get("set-cookie");
    // The store drops what has expired when it is read.
    if (set != null && cookies.getCookieStore().getCookies().size() < MAX_COOKIES) {
      cookies.put(uri, Map.of("Set-Cookie", set));
      // With Max-Age the JDK takes one for a cookie of RFC 2965, and would send it back as such.
      cookies.getCookieStore().getCookies().forEach(cookie -> cookie.setVersion(0));
    }
  }
}
