package dev.millrace.extensions.basicauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors were made with openssl and libxcrypt. */
class PasswordHashTest {
  private static final String PASSWORD = "m\u00f6rk kaffe";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$apr1$Ab3./xYz$aaBz8J0lWbpoNw5.GhRIl0",
        "$5$saltsalt$ebxtui7BGligBf/pMxbHEldxNEKB1jyylLzHd78NfD9",
        "$6$saltsalt$uJpMQgS97vWYdkRYcfkf5SQ3eudVQwIa/z1j4DdA2JtM3ojJTRj2pjwWdiEqeYnGlusZ.cFZ/i.qRh/"
            + "K4Eidt0",
        "$6$rounds=1000$saltsalt$ZO61S8vHubmoPKHGbhgH.1MUtlpDyg5ssMQ9LpxoJkE2eXs/yuMl3wZiEj.PL1TuZ3"
            + "NOeUbvKd1ZdgjOhTWIl1",
        "$2y$04$abcdefghijklmnopqrstuuCzhc4NxTBEvpzhKtNJMD9V1Z70jDCd.",
        "$2a$04$abcdefghijklmnopqrstuuCzhc4NxTBEvpzhKtNJMD9V1Z70jDCd.",
        "$2b$04$abcdefghijklmnopqrstuuCzhc4NxTBEvpzhKtNJMD9V1Z70jDCd.",
        "{SHA}O8FM/fc64AgeYgsuAfuG3Inx80Q=",
        "{SSHA}RYV46HkMdxHn9ZpjD7W8rT/idKtwZXBwZXI=",
        PASSWORD
      })
  void matches_itsPasswordAlone(String text) {
    PasswordHash hash = PasswordHash.parse(text);
    assertThat(hash).isNotNull();
    assertThat(hash.matches(bytes(PASSWORD))).isTrue();
    assertThat(hash.matches(bytes(PASSWORD + "x"))).isFalse();
    assertThat(hash.matches(bytes("mork kaffe"))).isFalse();
    assertThat(hash.matches(bytes(""))).isFalse();
  }

  @Test
  void matches_readsSeventyTwoBytesOfABcryptPassword() {
    PasswordHash hash =
        PasswordHash.parse("$2y$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i");
    assertThat(hash).isNotNull();
    assertThat(hash.matches(bytes("x".repeat(80)))).isTrue();
    assertThat(hash.matches(bytes("x".repeat(72)))).isTrue();
    assertThat(hash.matches(bytes("x".repeat(71)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$apr1$saltsalt",
        "$apr1$$aaBz8J0lWbpoNw5.GhRIl0",
        "$apr1$Ab3./xYz$aaBz8J0lWbpoNw5.GhRIl",
        "$2y$04$abcdefghijklmnopqrstuuCzhc4NxTBEvpzhKtNJMD9V1Z70jDCd",
        "$2y$99$abcdefghijklmnopqrstuuCzhc4NxTBEvpzhKtNJMD9V1Z70jDCd.",
        "$2a$",
        "{SHA}O8FM",
        "{SHA}***",
        "{SHA}RYV46HkMdxHn9ZpjD7W8rT/idKtwZXBwZXI=",
        "{SSHA}O8FM",
        "$6$saltsalt",
        "$5$"
      })
  void parse_refusesDamagedHashes_ratherThanTakeThemForPlainText(String text) {
    assertThat(PasswordHash.parse(text)).isNull();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
