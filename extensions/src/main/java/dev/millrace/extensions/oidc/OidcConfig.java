package dev.millrace.extensions.oidc;

import dev.millrace.config.ConfigReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Settings of the {@code oidc} extension.
 *
 * @param attribute the header that carries the token, in lower case
 * @param providers whose tokens are good
 */
record OidcConfig(String attribute, List<ProviderConfig> providers) {

  /**
   * One whose tokens are good. Texts are empty when not set.
   *
   * @param audience for whom tokens must be
   * @param issuerCaPath whom to trust, in PEM form, in place of the JVM's authorities
   * @param usernameClaim what names the sender, in place of {@code sub}
   * @param groupsClaim what says where it belongs
   * @param publicKeysFile keys in place of those that the provider tells
   */
  record ProviderConfig(
      String issuerUrl,
      String audience,
      boolean ignoreAudience,
      boolean ignoreIssuer,
      String issuerCaPath,
      String usernameClaim,
      String groupsClaim,
      String publicKeysFile) {}

  private static final List<String> SINGLE =
      List.of(
          "issuer_url",
          "audience",
          "ignore_audience",
          "issuer_ca_path",
          "username_claim",
          "groups_claim");

  static OidcConfig read(ConfigReader in) {
    List<ProviderConfig> providers = new ArrayList<>();
    if (SINGLE.stream().anyMatch(in.keys()::contains)) {
      providers.add(provider(in));
      in.warning(
          SINGLE.stream().filter(in.keys()::contains).findFirst().orElse("issuer_url"),
          "is deprecated here; write it under providers");
    }
    in.maps("providers").forEach(each -> providers.add(provider(each)));
    if (providers.isEmpty()) {
      in.problem("providers", "no IssuerURL provided for the OIDC configuration");
    }
    check(in, providers);
    return new OidcConfig(
        in.string("attribute", "authorization").toLowerCase(Locale.ROOT), providers);
  }

  private static ProviderConfig provider(ConfigReader in) {
    ProviderConfig provider =
        new ProviderConfig(
            in.string("issuer_url", ""),
            in.string("audience", ""),
            in.bool("ignore_audience", false),
            in.bool("ignore_issuer", false),
            in.string("issuer_ca_path", ""),
            in.string("username_claim", ""),
            in.string("groups_claim", ""),
            in.string("public_keys_file", ""));
    if (provider.audience().isEmpty() && !provider.ignoreAudience()) {
      in.problem("audience", "no Audience provided for the OIDC configuration");
    }
    if (provider.issuerUrl().isEmpty()) {
      in.problem("issuer_url", "no IssuerURL provided for the OIDC configuration");
    } else if (provider.publicKeysFile().isEmpty() && !isUrl(provider.issuerUrl())) {
      in.problem(
          "issuer_url",
          "\"%s\" is no URL (expected: such as https://host/realm)",
          provider.issuerUrl());
    }
    return provider;
  }

  private static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void check(ConfigReader in, List<ProviderConfig> providers) {
    Set<String> issuers = new HashSet<>();
    for (ProviderConfig provider : providers) {
      if (!issuers.add(provider.issuerUrl())) {
        in.problem("providers", "duplicate issuer URL found: %s", provider.issuerUrl());
      }
      if (provider.ignoreIssuer() && providers.size() > 1) {
        in.problem(
            "providers", "ignore_issuer cannot be true when multiple providers are configured");
      }
    }
  }
}
