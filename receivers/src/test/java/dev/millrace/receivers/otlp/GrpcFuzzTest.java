package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.millrace.data.RandomOtlp;
import dev.millrace.data.Seeds;
import dev.millrace.data.Signal;
import dev.millrace.net.grpc.OtlpMethods;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nonsense at the gRPC entry point is the sender's fault, and is said to be. */
class GrpcFuzzTest {
  private static final int CALLS = 100;
  private static final int SILENCE_MILLIS = 200;

  // What gRPC itself answers INTERNAL to: frames that are no message, not one message in a call.
  private static final List<String> SENDERS_FAULTS =
      List.of(
          "gRPC frame header malformed",
          "Encountered end-of-stream mid-frame",
          "more than one message",
          "half-closed without a message",
          "Can't decode compressed",
          "compressed flag",
          "Content-Type");

  @ParameterizedTest
  @EnumSource
  void messages_areJudgedAsByTheGeneratedClasses(Signal signal) {
    try (FuzzedOtlp fuzzed = new FuzzedOtlp()) {
      Seeds.run(random -> {
        byte[] request = request(random, signal);
        byte[] mutated = new Mutations(random).of(request, request(random, signal));
        Code code = code(fuzzed, signal, mutated);
        assertThat(code)
            .as("%s", HexFormat.of().formatHex(mutated))
            .isEqualTo(FuzzedOtlp.isValid(signal, mutated) ? Code.OK : Code.INVALID_ARGUMENT);
      });
    }
  }

  @Test
  void connections_areAnsweredOrEnd() {
    try (FuzzedOtlp fuzzed = new FuzzedOtlp()) {
      Seeds.run(random -> {
        byte[] said = new Mutations(random).of(connection(random), connection(random));
        Frames.Heard heard = new Frames.Heard();
        try (Socket socket = fuzzed.connect(fuzzed.otlp.receiver.grpcAddress())) {
          socket.setSoTimeout(SILENCE_MILLIS); // the server may rightly wait for more
          socket.getOutputStream().write(said);
          socket.getOutputStream().write(Frames.PING);
          heard.until(0, socket.getInputStream());
        } catch (IOException e) {
          heard.isOver = true;
        }
        assertSendersFault(heard, "2"); // of grpc-java, which does not bear empty frames
      });
    }
  }

  /** The connection is right, what is called over it is not: each call is answered. */
  @Test
  void calls_areAnsweredWithTheSendersFault() {
    try (FuzzedOtlp fuzzed = new FuzzedOtlp()) {
      Seeds.run(random -> {
        byte[] said = calls(random);
        Frames.Heard heard = new Frames.Heard();
        try (Socket socket = fuzzed.connect(fuzzed.otlp.receiver.grpcAddress())) {
          socket.getOutputStream().write(said);
          heard.until(CALLS, socket.getInputStream());
        }
        assertThat(heard.endedStreams).hasSize(CALLS);
        assertSendersFault(heard, "0");
      });
    }
  }

  private static byte[] calls(Random random) throws IOException {
    Mutations mutations = new Mutations(random);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    greet(said);
    for (int call = 0; call < CALLS; call++) {
      String coding = coding(random);
      said.write(call(2 * call + 1, coding));
      said.write(data(random, 2 * call + 1, wrong(random, mutations, coding)));
    }
    said.write(Frames.PING);
    return said.toByteArray();
  }

  /** A message that is wrong inside, or one that is framed wrongly. */
  private static byte[] wrong(Random random, Mutations mutations, String coding) {
    byte[] message = message(random, coding);
    if (random.nextInt(4) == 0) {
      return mutations.of(message, message(random, coding));
    }
    byte[] content = Arrays.copyOfRange(message, 5, message.length);
    return Frames.message(message[0], mutations.of(content, message(random, coding)));
  }

  private static void assertSendersFault(Frames.Heard heard, String also) {
    for (Http2Headers answer : heard.headers) {
      String status = String.valueOf(answer.get("grpc-status"));
      String message = String.valueOf(answer.get("grpc-message"));
      if (answer.status() != null && !answer.status().toString().equals("200")) {
        assertThat(answer.status().toString()).as(message).startsWith("4");
      } else if (status.equals("13")) {
        assertThat(SENDERS_FAULTS).as(message).anyMatch(message::contains);
      } else {
        assertThat(status)
            .as(message)
            .isIn("null", "0", "1", "3", "8", "12", also); // not UNKNOWN, not INTERNAL
      }
    }
  }

  private static Code code(FuzzedOtlp fuzzed, Signal signal, byte[] request) throws IOException {
    try {
      fuzzed.otlp.export(signal, request);
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static byte[] request(Random random, Signal signal) {
    RandomOtlp otlp = new RandomOtlp(random);
    return (random.nextBoolean() ? otlp.tidy() : otlp).request(signal);
  }

  /** A greeting, and one to three calls. */
  private static byte[] connection(Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    greet(out);
    for (int count = 1 + random.nextInt(3), stream = 1; count > 0; count--, stream += 2) {
      String coding = coding(random);
      out.write(call(stream, coding));
      out.write(data(random, stream, message(random, coding)));
    }
    return out.toByteArray();
  }

  private static void greet(ByteArrayOutputStream out) throws IOException {
    out.write(Frames.PREFACE);
    out.write(Frames.frame(Frames.SETTINGS, 0, 0, new byte[0]));
  }

  private static String coding(Random random) {
    return List.of("identity", "gzip", "zstd", "snappy").get(random.nextInt(4));
  }

  private static byte[] call(int stream, String coding) {
    byte[] headers =
        Frames.headers(
            ":method", "POST",
            ":scheme", "http",
            ":path", "/" + OtlpMethods.export(Signal.TRACES).getFullMethodName(),
            ":authority", "localhost",
            "content-type", "application/grpc",
            "te", "trailers",
            "grpc-encoding", coding);
    return Frames.frame(Frames.HEADERS, Frames.END_HEADERS, stream, headers);
  }

  private static byte[] message(Random random, String coding) {
    byte[] request = request(random, Signal.TRACES);
    return switch (coding) {
      case "gzip" -> Frames.message(1, Requests.gzip(request));
      case "zstd" -> Frames.message(1, Zstd.compress(request));
      default -> Frames.message(random.nextInt(8) == 0 ? 1 : 0, request);
    };
  }

  /** In one to three frames. An empty one in a message is what grpc-java itself stumbles over. */
  private static byte[] data(Random random, int stream, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    for (int frames = random.nextInt(3); frames > 0 && at < content.length; frames--) {
      int end = at + 1 + random.nextInt(Math.min(16_000, content.length - at));
      byte[] part = Arrays.copyOfRange(content, at, end);
      out.write(Frames.frame(Frames.DATA, 0, stream, part));
      at = end;
    }
    byte[] rest = Arrays.copyOfRange(content, at, Math.min(content.length, at + 16_000));
    out.write(Frames.frame(Frames.DATA, Frames.END_STREAM, stream, rest));
    return out.toByteArray();
  }
}
