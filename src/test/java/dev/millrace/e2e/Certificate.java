package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for {@code localhost} that is its own authority, made with the JDK's keytool.
 *
 * @param file in PEM form
 * @param key a file in PEM form
 */
record Certificate(Path file, Path key) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "localhost";

  static Certificate make(Path folder) {
    Path store = folder.resolve("localhost.p12");
    try {
      keytool(store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      Certificate made =
          new Certificate(folder.resolve("localhost.crt"), folder.resolve("localhost.key"));
      write(made.file, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      write(made.key, "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keytool(Path store) throws IOException {
    String command = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                (command
                        + " -genkeypair -keyalg EC -validity 2 -dname CN=localhost -ext bc:c"
                        + " -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12"
                        + (" -alias " + ALIAS + " -storepass " + PASSWORD + " -keystore " + store))
                    .split(" "))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("keytool failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void write(Path file, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, text, type));
  }
}
