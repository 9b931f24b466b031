package dev.millrace.extensions.filestorage.log;

import dev.millrace.data.Signal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a record.
 *
 * @param itemsBefore items in all records that were ever before it
 * @param arrivalNanos Unix time
 * @param bodyCrc of description and payload
 */
record RecordHead(
    int version,
    Signal signal,
    long number,
    long itemsBefore,
    int items,
    int descriptionBytes,
    int payloadBytes,
    long arrivalNanos,
    int bodyCrc) {
  static final int BYTES = 52;
  static final int MAGIC = 0x4d524543; // MREC

  private static final int CRC_AT = BYTES - 4;

  /** How the signals are numbered on disk. */
  private static final Signal[] SIGNALS = {
    Signal.TRACES, Signal.METRICS, Signal.LOGS, Signal.PROFILES
  };

  /** Bytes of the whole record. */
  long length() {
    return (long) BYTES + descriptionBytes + payloadBytes;
  }

  void encode(ByteBuffer out, long salt) {
    byte[] bytes = new byte[CRC_AT];
    ByteBuffer.wrap(bytes)
        .putInt(MAGIC)
        .put((byte) version)
        .put(code(signal))
        .putShort((short) 0)
        .putLong(number)
        .putLong(itemsBefore)
        .putInt(items)
        .putInt(descriptionBytes)
        .putInt(payloadBytes)
        .putLong(arrivalNanos)
        .putInt(bodyCrc);
    out.put(bytes).putInt(Checksum.of(salt, bytes, 0, CRC_AT));
  }

  private static byte code(Signal signal) {
    for (byte code = 0; code < SIGNALS.length; code++) {
      if (SIGNALS[code] == signal) {
        return code;
      }
    }
    throw new IllegalArgumentException(signal.text());
  }

  /** Reads what stands at {@code offset}; null when that is no intact head of this segment. */
  static @Nullable RecordHead decode(byte[] bytes, int offset, long salt) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, BYTES);
    if (in.getInt() != MAGIC
        || in.getInt(offset + CRC_AT) != Checksum.of(salt, bytes, offset, CRC_AT)) {
      return null;
    }
    int version = in.get() & 0xff;
    int code = in.get() & 0xff;
    in.getShort();
    Signal signal = code < SIGNALS.length ? SIGNALS[code] : Signal.LOGS; // of a newer version
    return new RecordHead(
        version,
        signal,
        in.getLong(),
        in.getLong(),
        in.getInt(),
        in.getInt(),
        in.getInt(),
        in.getLong(),
        in.getInt());
  }
}
