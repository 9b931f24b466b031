package dev.millrace.net.compression;

/**
 * How what is sent gets compressed.
 *
 * @param algorithm which
 * @param level as its library counts; what {@link Algorithm#fastLevel} says suits most
 * @param reuses whether what came compressed alike is taken over as it is
 */
public record Compression(Algorithm algorithm, int level, boolean reuses) {
  public static final Compression NONE = new Compression(Algorithm.NONE, 0);

  /** Gzip at a fast level. */
  public static final Compression GZIP = fast(Algorithm.GZIP);

  /** Compression of all that is sent. */
  public Compression(Algorithm algorithm, int level) {
    this(algorithm, level, false);
  }

  /** The same, taking over what came compressed alike. */
  public Compression reusing() {
    return new Compression(algorithm, level, true);
  }

  /** An algorithm at its fast level. */
  public static Compression fast(Algorithm algorithm) {
    return new Compression(algorithm, algorithm.fastLevel());
  }

  /** Algorithms by the names of configuration files and of {@code Content-Encoding}. */
  public enum Algorithm {
    NONE("none", 0),
    GZIP("gzip", 1),
    ZLIB("zlib", 1),
    DEFLATE("deflate", 1),
    ZSTD("zstd", 1),

    /** One block. */
    SNAPPY("snappy", 0),

    /** The framing format; over gRPC it is what goes by the name of {@code snappy}. */
    SNAPPY_FRAMED("x-snappy-framed", 0),
    LZ4("lz4", 0);

    private final String text;
    private final int fastLevel;

    Algorithm(String text, int fastLevel) {
      this.text = text;
      this.fastLevel = fastLevel;
    }

    public String text() {
      return text;
    }

    /** A level that costs little; 0 for those that have no levels. */
    public int fastLevel() {
      return fastLevel;
    }
  }
}
