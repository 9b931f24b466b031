package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import java.util.List;

/** Reads {@code compression} and {@code compression_params} of a client. */
final class CompressionConfig {
  private static final int MIN_LEVEL = -2;
  private static final int MAX_LEVEL = 9;
  private static final int MIN_ZSTD_LEVEL = 1;

  /** Beyond it zstd needs windows above 8 MiB, which receivers may refuse (RFC 9659). */
  private static final int MAX_ZSTD_LEVEL = 19;

  private CompressionConfig() {}

  static Compression read(ConfigReader in, List<Algorithm> known, Algorithm fallback) {
    Algorithm algorithm = algorithm(in, known, fallback);
    ConfigReader params = in.map("compression_params");
    Compression compression = leveled(params, algorithm);
    if (!params.bool("reuse", false)) {
      return compression;
    }
    if (algorithm != Algorithm.GZIP && algorithm != Algorithm.ZSTD) {
      params.problem(
          "reuse",
          "cannot be used with compression type \"%s\" (expected: gzip or zstd)",
          algorithm.text());
      return compression;
    }
    return compression.reusing();
  }

  private static Compression leveled(ConfigReader params, Algorithm algorithm) {
    int level = params.integer("level", 0);
    if (level == 0) {
      return Compression.fast(algorithm);
    }
    return switch (algorithm) {
      case NONE -> Compression.NONE;
      case GZIP, ZLIB, DEFLATE ->
          level < MIN_LEVEL || level > MAX_LEVEL
              ? wrong(
                  params, algorithm, level, "expected: %d to %d".formatted(MIN_LEVEL, MAX_LEVEL))
              : new Compression(algorithm, level);
      // As in Go any number is taken, and means the nearest level that there is.
      case ZSTD ->
          new Compression(algorithm, Math.max(MIN_ZSTD_LEVEL, Math.min(MAX_ZSTD_LEVEL, level)));
      case SNAPPY, SNAPPY_FRAMED, LZ4 ->
          wrong(params, algorithm, level, "it has no levels; remove compression_params");
    };
  }

  private static Compression wrong(
      ConfigReader params, Algorithm algorithm, int level, String remedy) {
    params.problem(
        "level",
        "unsupported parameters {Level:%d} for compression type \"%s\" (%s)",
        level,
        algorithm.text(),
        remedy);
    return Compression.fast(algorithm);
  }

  private static Algorithm algorithm(ConfigReader in, List<Algorithm> known, Algorithm fallback) {
    String text = in.optionalString("compression");
    if (text == null) {
      return fallback;
    }
    if (text.isEmpty()) {
      return Algorithm.NONE;
    }
    for (Algorithm algorithm : known) {
      if (algorithm.text().equals(text)) {
        return algorithm;
      }
    }
    String names = String.join(", ", known.stream().map(Algorithm::text).toList());
    in.problem(
        "compression", "unsupported compression type \"%s\" (expected one of: %s)", text, names);
    return fallback;
  }
}
