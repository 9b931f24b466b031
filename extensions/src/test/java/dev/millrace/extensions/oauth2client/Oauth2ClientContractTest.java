package dev.millrace.extensions.oauth2client;

import dev.millrace.component.Component;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.ComponentContract;
import java.util.Map;

class Oauth2ClientContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return Samples.create(
        new Oauth2ClientFactory(),
        settings,
        Map.of("client_id", "i", "client_secret", "s", "token_url", "http://127.0.0.1:1/t"));
  }
}
