package dev.millrace.processing.actions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "+12, 12",
    "-007, -7",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808"
  })
  void parseInt_readsDecimals(String text, long expected) {
    assertThat(GoNumbers.parseInt(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 1", "1 ", "1.0", "1e3", "0x10", "1_000", "9223372036854775808", "\u0661"})
  void parseInt_refusesAllElse(String text) {
    assertThat(GoNumbers.parseInt(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-.5, -0.5",
    "5., 5",
    "+1.5e3, 1500",
    "1E-2, 0.01",
    "0x1p-2, 0.25",
    "0X1.8P1, 3",
    "1_23.50_0_0e+1_2, 1.235e14",
    "0x_1F_FFp1_6, 536805376",
    "1e-999, 0",
    "+Inf, Infinity",
    "-infinity, -Infinity",
    "nAn, NaN"
  })
  void parseFloat_readsWhatGoReads(String text, Double expected) {
    assertThat(GoNumbers.parseFloat(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "e1", "1e", "1f", "1d", " 1", "0x1", "0x.p1", "1e999", "-1e999", "+nan", "_1",
        "1_", "1__0", "1_.5", "1e_5", "0b1", "infin"
      })
  void parseFloat_refusesAllElse(String text) {
    assertThat(GoNumbers.parseFloat(text)).isNull();
  }

  @Test
  void parseFloat_refusesAbsurdlyLongTexts() {
    assertThat(GoNumbers.parseFloat("1".repeat(5000))).isNull();
  }
}
