package dev.millrace.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * A context that can be exchanged for a newer one: connections that are open keep what they began
 * with, new ones take the newest. Any thread.
 */
final class SwappedContext extends SslContext {
  private final List<String> groups;
  private final Runnable onConnection;
  private volatile SslContext newest;

  /**
   * Begins with {@code first}.
   *
   * @param groups curves to choose among, empty for the JVM's own choice
   * @param onConnection is told of each new connection; must not block
   */
  SwappedContext(SslContext first, List<String> groups, Runnable onConnection) {
    this.newest = first;
    this.groups = groups;
    this.onConnection = onConnection;
  }

  void swap(SslContext newer) {
    newest = newer;
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return prepared(newest.newEngine(allocator));
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return prepared(newest.newEngine(allocator, peerHost, peerPort));
  }

  private SSLEngine prepared(SSLEngine engine) {
    NamedGroups.apply(groups, engine);
    onConnection.run();
    return engine;
  }

  @Override
  public boolean isClient() {
    return newest.isClient();
  }

  @Override
  public List<String> cipherSuites() {
    return newest.cipherSuites();
  }

  @Override
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return newest.applicationProtocolNegotiator();
  }

  @Override
  public SSLSessionContext sessionContext() {
    return newest.sessionContext();
  }
}
