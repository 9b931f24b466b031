package dev.millrace.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client, by origin: so many open, so many idle, so many callers waiting.
 *
 * <p>Threading: any thread; the lock is held only to look and to count, never while connecting,
 * closing or completing a future.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the callbacks end the caller's future
final class ConnectionPool {
  private static final int MAX_WAITING_PER_HOST = 10_000;
  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_HEADER_BYTES = 256 * 1024;
  private static final String CLOSED = "the http client is closed";

  private final Dialer dialer;
  private final HttpClientSettings settings;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<Origin, Host> hosts = new HashMap<>();

  /** The longest idle first. */
  @GuardedBy("lock")
  private final Set<ClientConnection> allIdle = new LinkedHashSet<>();

  @GuardedBy("lock")
  private boolean closed;

  ConnectionPool(Dialer dialer, HttpClientSettings settings) {
    this.dialer = dialer;
    this.settings = settings;
  }

  HttpClientSettings settings() {
    return settings;
  }

  /** The proxy that an origin's plain requests are addressed to, null when there is none. */
  private @Nullable ProxyServer forwarder(Origin origin) {
    ProxyServer proxy = dialer.proxy(origin);
    return origin.tls() || proxy == null || proxy.kind() == ProxyServer.Kind.SOCKS5 ? null : proxy;
  }

  /** An idle connection, a new one, one that somebody gives back, or a stream of a shared one. */
  CompletableFuture<ClientConnection> acquire(Origin origin) {
    CompletableFuture<ClientConnection> wanted = new CompletableFuture<>();
    ClientConnection idle = null;
    Http2Connection shared = null;
    boolean dial = false;
    String refusal = null;
    synchronized (lock) {
      if (closed) {
        refusal = CLOSED;
      } else {
        Host host = hosts.computeIfAbsent(origin, unused -> new Host());
        shared = host.shared;
        idle = shared == null ? host.idle.pollLast() : null;
        if (idle != null) {
          allIdle.remove(idle);
        } else if (shared == null && host.open < settings.limits().perHost()) {
          host.open++;
          dial = true;
        } else if (shared == null && host.waiting.size() < MAX_WAITING_PER_HOST) {
          host.waiting.add(wanted);
        } else if (shared == null) {
          refusal = "too many requests wait for a connection to " + origin;
        }
      }
    }
    if (shared != null) {
      shared.open(wanted);
    } else if (idle != null) {
      wanted.complete(idle);
    } else if (dial) {
      dial(origin, wanted);
    } else if (refusal != null) {
      wanted.completeExceptionally(new IOException(refusal));
    }
    return wanted;
  }

  /** Takes back a connection whose exchange has ended well. */
  void release(ClientConnection connection) {
    while (true) {
      CompletableFuture<ClientConnection> next;
      ClientConnection surplus;
      synchronized (lock) {
        Host host = hosts.get(connection.origin());
        next = host == null ? null : host.waiting.poll();
        surplus = next == null ? keep(host, connection) : null;
      }
      if (next == null) {
        if (surplus != null) {
          surplus.close();
        }
        return;
      }
      if (next.complete(connection)) {
        return;
      }
    }
  }

  /** Keeps an idle connection; answers which is to be closed, for there are too many. */
  @GuardedBy("lock")
  private @Nullable ClientConnection keep(@Nullable Host host, ClientConnection connection) {
    if (host == null || closed || host.idle.size() >= settings.limits().idlePerHost()) {
      return connection;
    }
    host.idle.addLast(connection);
    allIdle.add(connection);
    if (settings.limits().idle() == 0 || allIdle.size() <= settings.limits().idle()) {
      return null;
    }
    ClientConnection oldest = allIdle.iterator().next();
    forget(oldest);
    return oldest;
  }

  @GuardedBy("lock")
  private boolean forget(ClientConnection connection) {
    allIdle.remove(connection);
    Host host = hosts.get(connection.origin());
    return host != null && host.idle.remove(connection);
  }

  /** Withdraws an idle connection, so that nobody is given it any more; false if it is in use. */
  boolean withdraw(ClientConnection connection) {
    synchronized (lock) {
      return forget(connection);
    }
  }

  /** Requests go elsewhere from now on. */
  void retire(Http2Connection shared) {
    synchronized (lock) {
      Host host = hosts.get(shared.origin());
      if (host != null && host.shared == shared) {
        host.shared = null;
      }
    }
  }

  /** A connection has closed, or was never made. */
  void closed(Origin origin, @Nullable ClientConnection connection) {
    CompletableFuture<ClientConnection> next;
    synchronized (lock) {
      Host host = hosts.get(origin);
      if (host == null) {
        return;
      }
      host.open--;
      if (connection != null) {
        forget(connection);
      }
      next = host.nextWaiting();
      if (next != null) {
        host.open++;
      } else if (host.open == 0) {
        hosts.remove(origin);
      }
    }
    if (next != null) {
      dial(origin, next);
    }
  }

  void close() {
    List<ClientConnection> idle = new ArrayList<>();
    List<CompletableFuture<ClientConnection>> waiting = new ArrayList<>();
    List<Http2Connection> shared = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      for (Host host : hosts.values()) {
        idle.addAll(host.idle);
        waiting.addAll(host.waiting);
        if (host.shared != null) {
          shared.add(host.shared);
        }
        host.idle.clear();
        host.waiting.clear();
      }
      allIdle.clear();
    }
    idle.forEach(ClientConnection::close);
    shared.forEach(Http2Connection::drain);
    waiting.forEach(wanted -> wanted.completeExceptionally(new IOException(CLOSED)));
  }

  private void dial(Origin origin, CompletableFuture<ClientConnection> wanted) {
    dialer
        .dial(origin, (channel, isHttp2) -> install(origin, channel, isHttp2))
        .whenComplete((channel, failure) -> {
          if (failure != null) {
            wanted.completeExceptionally(TransportFailure.of(failure, origin.toString()));
            closed(origin, null);
            return;
          }
          Http2Connection shared = channel.pipeline().get(Http2Connection.class);
          ClientConnection connection = channel.pipeline().get(ClientConnection.class);
          if (shared != null) {
            share(shared, wanted);
          } else if (connection != null) {
            connection.opened();
            if (!wanted.complete(connection)) {
              release(connection);
            }
          } else {
            wanted.completeExceptionally(new IOException("connection closed: " + origin));
            closed(origin, null);
          }
        });
  }

  /** Lets all who wait use a new connection, unless there is one already. */
  private void share(Http2Connection fresh, CompletableFuture<ClientConnection> wanted) {
    List<CompletableFuture<ClientConnection>> all = new ArrayList<>(List.of(wanted));
    Http2Connection shared = fresh;
    boolean isLate;
    synchronized (lock) {
      isLate = closed;
      Host host = hosts.get(fresh.origin());
      if (host != null && host.shared == null && !closed) {
        host.shared = fresh;
      } else if (host != null && host.shared != null) {
        shared = host.shared;
      }
      if (host != null) {
        all.addAll(host.waiting);
        host.waiting.clear();
      }
    }
    fresh.opened();
    all.forEach(shared::open);
    if (isLate || shared != fresh) {
      fresh.drain();
    }
  }

  private void install(Origin origin, Channel channel, boolean isHttp2) {
    if (isHttp2) {
      Http2Connection.install(channel, origin, this);
      return;
    }
    HttpDecoderConfig config =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    channel
        .pipeline()
        .addLast(
            new HttpClientCodec(config, false, false),
            new ClientConnection(origin, this, forwarder(origin)));
  }

  private static final class Host {
    private final Deque<ClientConnection> idle = new ArrayDeque<>();
    private final Deque<CompletableFuture<ClientConnection>> waiting = new ArrayDeque<>();
    private int open;
    private @Nullable Http2Connection shared;

    @Nullable CompletableFuture<ClientConnection> nextWaiting() {
      CompletableFuture<ClientConnection> next = waiting.poll();
      while (next != null && next.isDone()) {
        next = waiting.poll();
      }
      return next;
    }
  }
}
