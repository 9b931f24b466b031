package dev.millrace.export;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Context;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.component.storage.BlobStore;
import dev.millrace.component.storage.StorageExtension;
import dev.millrace.component.storage.StorageName;
import dev.millrace.data.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A storage with one log, of the signal logs, in memory. Appends stay open until the test ends
 * them, when it says so.
 */
final class ScriptedLog implements StorageExtension, BatchLog {
  private final TreeMap<Long, Stored> batches = new TreeMap<>();
  private final Map<Long, Lost> lost = new LinkedHashMap<>();
  private final List<CompletableFuture<Long>> open = new ArrayList<>();
  private final List<Long> settled = new ArrayList<>();
  private Exception failure;
  private boolean holds;
  private boolean isClosed;
  private int reads;
  private long next;

  /** The host that has it as {@code file_storage}. */
  Host host() {
    return this::extension;
  }

  private Extension extension(ComponentId id) {
    return id.toString().equals("file_storage") ? this : null;
  }

  /** What an earlier process left. */
  ScriptedLog with(Batch batch) {
    batches.put(next, new Stored(next, batch, Context.EMPTY, Instant.EPOCH));
    next++;
    return this;
  }

  /** A record that will turn out to be corrupt. */
  ScriptedLog withLost(int items) {
    lost.put(next++, new Lost(1, items, 0));
    return this;
  }

  ScriptedLog hold() {
    holds = true;
    return this;
  }

  ScriptedLog fail(Exception with) {
    failure = with;
    return this;
  }

  /** Ends the appends that are open, in order. */
  void release() {
    List<CompletableFuture<Long>> ended = List.copyOf(open);
    open.clear();
    long number = next - ended.size();
    for (CompletableFuture<Long> each : ended) {
      each.complete(number++);
    }
  }

  List<Long> settled() {
    return settled;
  }

  boolean isClosed() {
    return isClosed;
  }

  int reads() {
    return reads;
  }

  @Override
  public CompletionStage<Long> append(Batch batch, Context context) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    with(batch);
    if (holds) {
      CompletableFuture<Long> done = new CompletableFuture<>();
      open.add(done);
      return done;
    }
    return CompletableFuture.completedFuture(next - 1);
  }

  @Override
  public CompletionStage<Chunk> read(long from, long maxBytes) {
    reads++;
    List<Stored> some = new ArrayList<>();
    List<Lost> gone = new ArrayList<>();
    long bytes = 0;
    long at = from;
    while (at < next && bytes < maxBytes) {
      Stored stored = batches.get(at);
      if (stored != null) {
        some.add(stored);
        bytes += stored.batch().sizeBytes();
      } else if (lost.containsKey(at)) {
        gone.add(lost.remove(at));
      }
      at++;
    }
    return CompletableFuture.completedFuture(new Chunk(some, gone, at, at < next));
  }

  @Override
  public void settle(long number) {
    settled.add(number);
    batches.remove(number);
  }

  @Override
  public Backlog backlog() {
    long items =
        batches.values().stream().mapToLong(stored -> stored.batch().itemCount()).sum()
            + lost.values().stream().mapToLong(Lost::items).sum();
    long bytes = batches.values().stream().mapToLong(stored -> stored.batch().sizeBytes()).sum();
    return new Backlog(0, batches.size() + lost.size(), items, bytes);
  }

  @Override
  public CompletionStage<Void> close() {
    isClosed = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<BatchLog> openLog(StorageName name) {
    return CompletableFuture.completedFuture(name.part().equals("logs") ? this : new ScriptedLog());
  }

  @Override
  public CompletionStage<BlobStore> openBlobs(StorageName name) {
    throw new AssertionError("nobody asks for it");
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    return CompletableFuture.completedFuture(null);
  }
}
