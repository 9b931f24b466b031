package dev.millrace.extensions.oidc;

import static dev.millrace.extensions.Samples.answer;
import static dev.millrace.extensions.StandIn.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Kind;
import dev.millrace.extensions.StandIn;
import dev.millrace.extensions.oidc.OidcConfig.ProviderConfig;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteKeysTest {
  private final TestSettings settings = new TestSettings();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final StandIn provider;
  private volatile String told;
  private Keys keys;

  RemoteKeysTest() throws Exception {
    provider = new StandIn();
    told = Signer.set(Signer.rsa("a"));
    provider.answers(asked ->
        asked.path().equals("/keys")
            ? json(told.isEmpty() ? 500 : 200, told)
            : json(
                200, "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(provider.url())));
    ProviderConfig config = new ProviderConfig(provider.url(), "us", false, false, "", "", "", "");
    keys = answer(RemoteKeys.open(config, settings.of(Kind.EXTENSION, "oidc"), now::get));
    provider.next();
  }

  @AfterEach
  void stop() throws Exception {
    keys.close();
    provider.close();
    settings.close();
  }

  @Test
  void newerThan_fetchesAgain_atMostEveryTenSeconds() throws Exception {
    KeySet first = answer(keys.current());
    told = Signer.set(Signer.rsa("b"));
    assertThat(answer(keys.newerThan(first))).isSameAs(first);
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    KeySet second = answer(keys.newerThan(first));
    assertThat(second).isNotSameAs(first);
    assertThat(answer(keys.newerThan(first))).isSameAs(second);
    assertThat(answer(keys.current())).isSameAs(second);
    assertThat(provider.asked()).isEqualTo(2);
  }

  @Test
  void newerThan_givesTheSame_whereNothingHasChanged() throws Exception {
    KeySet first = answer(keys.current());
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(answer(keys.newerThan(first))).isSameAs(first);
    assertThat(provider.asked()).isEqualTo(2);
  }

  @Test
  void newerThan_keepsWhatIsKnown_whenTheProviderFails() throws Exception {
    KeySet first = answer(keys.current());
    told = "";
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(answer(keys.newerThan(first))).isSameAs(first);
    assertThat(answer(keys.newerThan(first))).isSameAs(first);
    assertThat(provider.asked()).isEqualTo(2);
  }

  @Test
  void current_looksAgainAfterAQuarterOfAnHour_withoutMakingAnybodyWait() throws Exception {
    KeySet first = answer(keys.current());
    told = Signer.set(Signer.rsa("b"));
    now.addAndGet(Duration.ofMinutes(15).toNanos());
    assertThat(answer(keys.current())).isSameAs(first);
    provider.next();
    provider.next();
    dev.millrace.extensions.Samples.await(() -> answer(keys.current()) != first);
  }
}
