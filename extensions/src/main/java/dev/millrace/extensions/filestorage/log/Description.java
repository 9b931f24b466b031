package dev.millrace.extensions.filestorage.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the head and the payload of a record: the lengths and items of its parts, the
 * sender's metadata and address, and its trace context ({@code traceparent}). Numbers are 4 bytes,
 * texts are their length and UTF-8.
 */
final class Description {
  private static final String TRACE_CONTEXT = "traceparent";

  private Description() {}

  static byte[] encode(Batch batch, Context context) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(batch.parts().size());
      for (Batch.Part part : batch.parts()) {
        out.writeInt(part.bytes().length());
        out.writeInt(part.itemCount());
      }
      List<String> trace = context.metadata(TRACE_CONTEXT);
      writeText(out, trace.isEmpty() ? null : trace.get(0));
      writeText(out, context.peerAddress());
      out.writeInt(context.metadata().size());
      for (Map.Entry<String, List<String>> entry : context.metadata().entrySet()) {
        writeText(out, entry.getKey());
        out.writeInt(entry.getValue().size());
        for (String value : entry.getValue()) {
          writeText(out, value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return bytes.toByteArray();
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Puts a record together again; null when the content makes no sense. */
  static @Nullable Decoded decode(Signal signal, byte[] description, byte[] payload) {
    try {
      return read(signal, description, payload);
    } catch (IOException e) {
      return null; // the description ends too early, or its lengths are not those of the payload
    }
  }

  private static Decoded read(Signal signal, byte[] description, byte[] payload)
      throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(description));
    List<Batch.Part> parts = new ArrayList<>();
    int at = 0;
    for (int left = in.readInt(); left > 0; left--) {
      int length = in.readInt();
      int items = in.readInt();
      if (length < 0 || length > payload.length - at) {
        throw new IOException("a part of %d bytes at %d".formatted(length, at));
      }
      parts.add(new Batch.Part(new Slice(payload, at, length), items));
      at += length;
    }
    String trace = readText(in);
    String peer = readText(in);
    Map<String, List<String>> metadata = readMetadata(in);
    if (trace != null) {
      metadata.putIfAbsent(TRACE_CONTEXT, List.of(trace));
    }
    return new Decoded(Batch.of(signal, parts), new Context(Map.copyOf(metadata), Map.of(), peer));
  }

  private static Map<String, List<String>> readMetadata(DataInputStream in) throws IOException {
    Map<String, List<String>> metadata = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = text(in);
      List<String> values = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        values.add(text(in));
      }
      metadata.put(name, List.copyOf(values));
    }
    return metadata;
  }

  private static String text(DataInputStream in) throws IOException {
    String text = readText(in);
    return text == null ? "" : text;
  }

  private static @Nullable String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), UTF_8);
  }

  /** A batch and its context as they were appended. */
  record Decoded(Batch batch, Context context) {}
}
