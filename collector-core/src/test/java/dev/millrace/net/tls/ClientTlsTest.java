package dev.millrace.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.TestCertificates;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTlsTest {
  @TempDir Path folder;

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Executor blocking = waiting::add;

  private ClientTls client(Duration reloadInterval, TestCertificates.Identity identity) {
    ClientTlsSettings settings =
        new ClientTlsSettings(
            null,
            false,
            new PemSource("cert_file", identity.certificate().toString(), null),
            new PemSource("key_file", identity.key().toString(), null),
            null,
            false,
            TlsParameters.DEFAULTS,
            reloadInterval);
    return ClientTls.of(settings, builder -> builder, blocking);
  }

  private SslContext context(ClientTls client) throws Exception {
    var context = client.context().toCompletableFuture();
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
    return context.get(10, TimeUnit.SECONDS);
  }

  @Test
  void newConnection_readsAnewWhenTheIntervalIsOver() throws Exception {
    TestCertificates.Identity own = TestCertificates.selfSigned(folder, "own", "dns:own");
    SslContext context = context(client(Duration.ofNanos(1), own));

    context.newEngine(ByteBufAllocator.DEFAULT);
    assertThat(waiting).hasSize(1);
    context.newEngine(ByteBufAllocator.DEFAULT);
    assertThat(waiting).as("one reading at a time").hasSize(1);
    Files.writeString(own.certificate(), "half written");
    waiting.remove().run();

    assertThat(context.newEngine(ByteBufAllocator.DEFAULT)).isNotNull();
    assertThat(waiting).hasSize(1);
  }

  @Test
  void context_isReadAnewWhenTheIntervalIsOver() throws Exception {
    TestCertificates.Identity own = TestCertificates.selfSigned(folder, "own", "dns:own");
    ClientTls client = client(Duration.ofNanos(1), own);
    SslContext context = context(client);

    var again = client.context().toCompletableFuture();

    assertThat(again).isNotDone();
    waiting.remove().run();
    assertThat(again).isCompletedWithValue(context);
  }

  @Test
  void newConnection_readsNothingWithoutAnInterval() throws Exception {
    TestCertificates.Identity own = TestCertificates.selfSigned(folder, "own", "dns:own");
    SslContext context = context(client(Duration.ZERO, own));

    context.newEngine(ByteBufAllocator.DEFAULT);

    assertThat(waiting).isEmpty();
  }
}
