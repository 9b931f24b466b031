package dev.millrace.receivers.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.millrace.data.Batch;
import dev.millrace.data.RandomOtlp;
import dev.millrace.data.Seeds;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.json.OtlpJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nonsense at the HTTP entry point is the sender's fault, and is said to be. */
class HttpFuzzTest {
  private static final String[] CODINGS = {"", "", "gzip", "zstd", "deflate"};
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

  @ParameterizedTest
  @EnumSource
  void protobuf_isJudgedAsByTheGeneratedClasses(Signal signal) {
    try (FuzzedOtlp fuzzed = new FuzzedOtlp()) {
      Seeds.run(random -> {
        Mutations mutations = new Mutations(random);
        byte[] request = mutations.of(request(random, signal), request(random, signal));
        String coding = CODINGS[random.nextInt(CODINGS.length)];
        byte[] body = compressed(coding, request);
        boolean isBroken = !coding.isEmpty() && random.nextBoolean();
        body = isBroken ? mutations.of(body, request) : body;
        int status = post(fuzzed, signal, "application/x-protobuf", coding, body);
        if (isBroken) {
          assertThat(status).as("%s", HexFormat.of().formatHex(body)).isIn(200, 400, 413);
        } else {
          assertThat(status)
              .as("%s", HexFormat.of().formatHex(request))
              .isEqualTo(FuzzedOtlp.isValid(signal, request) ? 200 : 400);
        }
      });
    }
  }

  @ParameterizedTest
  @EnumSource
  void json_isNeverOurFault(Signal signal) {
    try (FuzzedOtlp fuzzed = new FuzzedOtlp()) {
      Seeds.run(random -> {
        byte[] json = json(random, signal);
        assertThat(post(fuzzed, signal, "application/json", "", json)).isEqualTo(200);
        byte[] mutated = new Mutations(random).of(json, json(random, signal));
        assertThat(post(fuzzed, signal, "application/json", "", mutated))
            .as("%s", new String(mutated, ISO_8859_1))
            .isIn(200, 400);
      });
    }
  }

  @Test
  void requests_areAnsweredOrTheConnectionEnds() {
    try (FuzzedOtlp fuzzed = new FuzzedOtlp()) {
      Seeds.run(random -> {
        Mutations mutations = new Mutations(random);
        byte[] said = mutations.of(wire(random), wire(random));
        byte[] heard = fuzzed.talk(fuzzed.otlp.receiver.httpAddress(), said);
        Matcher statuses = STATUS.matcher(new String(heard, ISO_8859_1));
        while (statuses.find()) {
          assertThat(statuses.group(1))
              .as("%s", new String(said, ISO_8859_1))
              .isIn("100", "200", "204", "400", "404", "405", "413", "414", "415", "417", "431");
        }
      });
    }
  }

  private static byte[] request(Random random, Signal signal) {
    RandomOtlp otlp = new RandomOtlp(random);
    return (random.nextBoolean() ? otlp.tidy() : otlp).request(signal);
  }

  private static byte[] json(Random random, Signal signal) throws Exception {
    byte[] request = new RandomOtlp(random).tidy().request(signal);
    return OtlpJson.toString(Batch.parse(signal, Slice.of(request))).getBytes(UTF_8);
  }

  /** One to three requests, one after the other. */
  private static byte[] wire(Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      boolean isChunked = random.nextBoolean();
      byte[] body = request(random, Signal.TRACES);
      String head =
          "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n"
              + (random.nextInt(10) == 0 ? "Expect: 100-continue\r\n" : "")
              + (isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length)
              + "\r\n\r\n";
      out.write(head.getBytes(ISO_8859_1));
      if (isChunked && body.length > 0) {
        out.write((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
        out.write(body);
        out.write("\r\n".getBytes(ISO_8859_1));
      } else if (!isChunked) {
        out.write(body);
      }
      out.write(isChunked ? "0\r\n\r\n".getBytes(ISO_8859_1) : new byte[0]);
    }
    return out.toByteArray();
  }

  private static int post(
      FuzzedOtlp fuzzed, Signal signal, String type, String coding, byte[] body) {
    String version = signal == Signal.PROFILES ? "/v1development/" : "/v1/";
    String[] headers = coding.isEmpty() ? new String[0] : new String[] {"Content-Encoding", coding};
    return fuzzed.otlp.post(version + signal.text(), type, body, headers).statusCode();
  }

  private static byte[] compressed(String coding, byte[] plain) {
    return switch (coding) {
      case "gzip" -> Requests.gzip(plain);
      case "zstd" -> Zstd.compress(plain);
      case "deflate" -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
          out.write(plain);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield bytes.toByteArray();
      }
      default -> plain;
    };
  }
}
