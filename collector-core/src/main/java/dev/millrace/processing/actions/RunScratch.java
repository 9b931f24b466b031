package dev.millrace.processing.actions;

import com.google.re2j.Pattern;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.view.ValueView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What one run needs besides the attributes. One thread. */
final class RunScratch {
  private final Logger logger;
  private final IdentityHashMap<Pattern, KeyPattern> patterns = new IdentityHashMap<>();
  private @Nullable MessageDigest digest;

  RunScratch(Logger logger) {
    this.logger = logger;
  }

  /** The keys that a pattern matches. */
  KeyPattern keys(Pattern pattern) {
    return patterns.computeIfAbsent(pattern, KeyPattern::new);
  }

  /** The hash in lower-case hexadecimal. */
  AnyValue sha256(byte[] bytes) {
    if (digest == null) {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
    return AnyValue.of(HexFormat.of().formatHex(digest.digest(bytes)));
  }

  /** The value stays as it is. */
  void notConverted(AttributeKey key, ValueView value, ValueType type) {
    if (logger.isDebugEnabled()) {
      logger
          .atDebug()
          .addKeyValue("key", key)
          .addKeyValue("from", value.kind())
          .addKeyValue("to", type.text())
          .log("Unable to convert type");
    }
  }
}
