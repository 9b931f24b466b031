package dev.millrace.benchmarks.data;

import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compressor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Time per span of gzip at its fast level, beside zlib at its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeflateBenchmark {
  private static final int SPANS = 500;

  private final byte[] request = TracePayload.of(SPANS).toByteArray();
  private final byte[] target = new byte[request.length];
  private final Compressor compressor = new Compressor(Compression.GZIP);
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public void gzip() throws IOException {
    try (OutputStream out = compressor.open(OutputStream.nullOutputStream())) {
      out.write(request, 0, request.length);
    }
  }

  /** The JDK's, kept from body to body. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public long zlib() {
    deflater.reset();
    deflater.setInput(request);
    deflater.finish();
    CRC32 checksum = new CRC32();
    checksum.update(request);
    return deflater.deflate(target) + checksum.getValue();
  }

  /** Frees what is not on the heap. */
  @TearDown
  public void end() {
    compressor.close();
    deflater.end();
  }
}
