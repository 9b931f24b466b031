package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.net.ProxyServer.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

  @ParameterizedTest
  @CsvSource({
    "http://p, HTTP, p, 80",
    "http://p:3128, HTTP, p, 3128",
    "HTTPS://p, HTTPS, p, 443",
    "socks5://p, SOCKS5, p, 1080",
    "socks5h://p:1, SOCKS5, p, 1",
    "http://[::1]:8080, HTTP, ::1, 8080"
  })
  void parse_readsUrls(String url, Kind kind, String host, int port) {
    ProxyServer proxy = ProxyServer.parse(url);
    assertThat(proxy.kind()).isEqualTo(kind);
    assertThat(proxy.host()).isEqualTo(host);
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy.authorization()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:p%40ss@h:1, Basic dTpwQHNz",
    "http://u@h:1, Basic dTo=",
    "http://u:a:b@h:1, Basic dTphOmI="
  })
  void parse_readsNameAndPassword_andNeverShowsThem(String url, String authorization) {
    ProxyServer proxy = ProxyServer.parse(url);
    assertThat(proxy.authorization()).isEqualTo(authorization);
    assertThat(proxy.toString()).isEqualTo("proxy h:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://u:secret@p", "p:3128", "u:secret@p", "http://u:secret@p :1", ""})
  void parse_refusesOtherUrls_withoutSayingThem(String url) {
    assertThatThrownBy(() -> ProxyServer.parse(url))
        .hasMessageContaining("(expected: http://host:port")
        .hasMessageNotContaining("secret");
  }

  @Test
  void fromEnvironment_choosesByScheme() {
    Proxies proxies =
        Proxies.fromEnvironment(Map.of("HTTP_PROXY", "a:1", "https_proxy", "http://b:2"));
    assertThat(proxies.proxyFor(false, "h", 80)).hasToString("proxy a:1");
    assertThat(proxies.proxyFor(true, "h", 443)).hasToString("proxy b:2");
    assertThat(Proxies.fromEnvironment(Map.of()).proxyFor(true, "h", 443)).isNull();
    assertThat(Proxies.fromEnvironment(Map.of("HTTP_PROXY", "ftp://x")).proxyFor(false, "h", 80))
        .isNull();
  }

  @Test
  void fromEnvironment_prefersUpperCase() {
    Proxies proxies = Proxies.fromEnvironment(Map.of("HTTP_PROXY", "a:1", "http_proxy", "b:2"));
    assertThat(proxies.proxyFor(false, "h", 80)).hasToString("proxy a:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | localhost | 80",
        "'' | 127.0.0.1 | 80",
        "'' | 127.9.9.9 | 80",
        "'' | ::1 | 80",
        "* | h | 80",
        "foo.com | foo.com | 80",
        "foo.com | FOO.com | 80",
        "foo.com | bar.foo.com | 80",
        ".foo.com | bar.foo.com | 80",
        "*.foo.com | bar.foo.com | 80",
        "a, foo.com:81 ,b | foo.com | 81",
        "10.0.0.0/8 | 10.1.2.3 | 80",
        "10.0.0.0/9 | 10.127.2.3 | 80",
        "1.2.3.4 | 1.2.3.4 | 80",
        "1.2.3.4:80 | 1.2.3.4 | 80",
        "1.2.3.4 | ::ffff:1.2.3.4 | 80",
        "fe80::/10 | fe81::1 | 80",
        "2001:db8::1 | 2001:db8:0::1 | 80",
        "[2001:db8::1]:80 | 2001:db8::1 | 80"
      })
  void fromEnvironment_leavesOut_whatNoProxyLists(String noProxy, String host, int port) {
    assertThat(proxies(noProxy).proxyFor(false, host, port)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | h | 80",
        ", :80 ,/ | h | 80",
        "foo.com | barfoo.com | 80",
        ".foo.com | foo.com | 80",
        "*.foo.com | foo.com | 80",
        "foo.com:81 | foo.com | 80",
        "10.0.0.0/9 | 10.128.2.3 | 80",
        "10.0.0.0/33 | 10.0.0.1 | 80",
        "1.2.3.4:81 | 1.2.3.4 | 80",
        "1.2.3.4 | 1.2.3.5 | 80",
        "10.0.0.0/8 | ten.example | 80"
      })
  void fromEnvironment_keepsTheProxyForOthers(String noProxy, String host, int port) {
    assertThat(proxies(noProxy).proxyFor(false, host, port)).isNotNull();
  }

  private static Proxies proxies(String noProxy) {
    return Proxies.fromEnvironment(Map.of("HTTP_PROXY", "p:1", "NO_PROXY", noProxy));
  }

  @Test
  void always_takesTheProxyForThisMachineToo() {
    Proxies proxies = Proxies.always(ProxyServer.parse("http://p:1"));
    assertThat(proxies.proxyFor(true, "localhost", 443)).hasToString("proxy p:1");
  }
}
