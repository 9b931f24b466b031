package dev.millrace.extensions.oidc;

import dev.millrace.component.Component;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.ComponentContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class OidcContractTest extends ComponentContract {
  @TempDir Path folder;

  @Override
  protected Component create() {
    try {
      Path file = Files.writeString(folder.resolve("keys"), Signer.set(Signer.of("ES256")));
      return Samples.create(
          new OidcFactory(),
          settings,
          Map.of(
              "providers",
              java.util.List.of(
                  Map.of(
                      "issuer_url", "https://i",
                      "audience", "a",
                      "public_keys_file", file.toString()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
