package dev.millrace.prometheus.exposition;

import dev.millrace.data.wire.Utf8;
import java.util.Arrays;

/**
 * Reads a page entry by entry: {@link #next} finds one entry in a range of bytes, the other methods
 * answer what it holds until the next call. The page may come in pieces; an entry that needs bytes
 * behind the range is {@link Entry#STARVED}.
 *
 * <p>Threading: one thread at a time. Ownership: bytes are read only while the entry is looked at.
 */
public abstract class ExpositionParser implements Sample {
  private static final byte[] CREATED = {'_', 'c', 'r', 'e', 'a', 't', 'e', 'd'};
  private static final int INTS_PER_LABEL = 4;

  /** What {@link #next} found. */
  public enum Entry {
    /** A sample. */
    SERIES,
    HELP,
    TYPE,
    UNIT,
    COMMENT,
    /** The end of the page: what follows does not belong to it. */
    END,
    /** Nothing yet: the entry does not end in the range. */
    STARVED
  }

  final Lexer lexer;
  final FloatReader floats = new FloatReader();

  int entryStart;
  int nameStart;
  int nameEnd;
  int textStart;
  int textEnd;
  int seriesEnd;

  /** Starts and ends of label names and values in turn. */
  private int[] labels = new int[16 * INTS_PER_LABEL];

  int labelInts;
  private int[] exemplarLabels = new int[4 * INTS_PER_LABEL];
  int exemplarInts;

  MetricType type = MetricType.UNKNOWN;
  int familyNameBytes;
  double value;
  boolean hasTimestamp;
  long timestampMillis;
  boolean hasExemplar;
  double exemplarValue;
  boolean hasExemplarTimestamp;
  long exemplarMillis;

  ExpositionParser(Lexer lexer) {
    this.lexer = lexer;
  }

  /**
   * Reads the entry that starts at {@code from}, skipping empty lines where the format allows them.
   *
   * @param last whether the page ends at {@code limit}
   * @throws ExpositionException when there is no valid entry
   */
  public final Entry next(byte[] bytes, int from, int limit, boolean last)
      throws ExpositionException {
    lexer.reset(bytes, from, limit);
    labelInts = 0;
    exemplarInts = 0;
    hasTimestamp = false;
    hasExemplar = false;
    hasExemplarTimestamp = false;
    MetricType typeBefore = type;
    int nameBytesBefore = familyNameBytes;
    try {
      Entry entry = read();
      if (!lexer.starved() || last) {
        return entry;
      }
    } catch (ExpositionException e) {
      if (!lexer.starved() || last) {
        throw e;
      }
    }
    type = typeBefore;
    familyNameBytes = nameBytesBefore;
    return Entry.STARVED;
  }

  /** Reads one entry. */
  abstract Entry read() throws ExpositionException;

  /** Whether {@code c} may stand between a series without labels and its value. */
  public abstract boolean endsName(int c);

  /** Where the next entry starts. */
  public final int end() {
    return lexer.at;
  }

  /** Where the last entry starts, behind empty lines. */
  public final int entryStart() {
    return entryStart;
  }

  /** The type of the last {@code TYPE} line. */
  public final MetricType type() {
    return type;
  }

  /** Bytes of the metric name in the last line of metadata. */
  public final int familyNameBytes() {
    return familyNameBytes;
  }

  /** Puts back what the last lines of metadata have set, when lines were read in another way. */
  public final void context(MetricType newType, int newFamilyNameBytes) {
    type = newType;
    familyNameBytes = newFamilyNameBytes;
  }

  @Override
  public final String metricName() {
    return Escapes.labelText(lexer.bytes, nameStart, nameEnd);
  }

  /** The help text or the unit of the entry, without escapes. */
  public abstract String text();

  /** The comment, help or unit as it stands. */
  public final String rawText() {
    return Escapes.rawText(lexer.bytes, textStart, textEnd);
  }

  /** One past the name and labels of a series, which start at {@link #entryStart}. */
  public final int seriesEnd() {
    return seriesEnd;
  }

  /** Where the metric name starts, behind its quote. */
  public final int nameStart() {
    return nameStart;
  }

  /** One past the metric name. */
  public final int nameEnd() {
    return nameEnd;
  }

  @Override
  public final int labelCount() {
    return labelInts / INTS_PER_LABEL;
  }

  @Override
  public final String labelName(int label) {
    int at = label * INTS_PER_LABEL;
    return Escapes.labelText(lexer.bytes, labels[at], labels[at + 1]);
  }

  @Override
  public final String labelValue(int label) {
    int at = label * INTS_PER_LABEL;
    String text = Escapes.labelText(lexer.bytes, labels[at + 2], labels[at + 3]);
    return isBoundary(labels[at], labels[at + 1]) ? boundary(at, text) : text;
  }

  private String boundary(int at, String text) {
    boolean plain = floats.readAll(lexer.bytes, labels[at + 2], labels[at + 3]);
    return plain ? FloatText.of(floats.value()) : text;
  }

  private boolean isBoundary(int from, int to) {
    return switch (type) {
      case HISTOGRAM -> equals(from, to, "le");
      case SUMMARY -> equals(from, to, "quantile");
      case UNKNOWN, COUNTER, GAUGE, GAUGE_HISTOGRAM, INFO, STATE_SET -> false;
    };
  }

  private boolean equals(int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (lexer.bytes[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final boolean hasValidNames() {
    boolean valid = Utf8.isValid(lexer.bytes, nameStart, nameEnd);
    for (int i = 0; i < labelInts; i += INTS_PER_LABEL) {
      valid &= Utf8.isValid(lexer.bytes, labels[i], labels[i + 1]);
    }
    return valid;
  }

  /** The value of the sample; a NaN is {@link FloatReader#NAN}. */
  public final double value() {
    return value;
  }

  public final boolean hasTimestamp() {
    return hasTimestamp;
  }

  public final long timestampMillis() {
    return timestampMillis;
  }

  public final boolean hasExemplar() {
    return hasExemplar;
  }

  @Override
  public final double exemplarValue() {
    return exemplarValue;
  }

  @Override
  public final boolean hasExemplarTimestamp() {
    return hasExemplarTimestamp;
  }

  @Override
  public final long exemplarTimestampMillis() {
    return exemplarMillis;
  }

  @Override
  public final int exemplarLabelCount() {
    return exemplarInts / INTS_PER_LABEL;
  }

  @Override
  public final String exemplarLabelName(int label) {
    int at = label * INTS_PER_LABEL;
    return Escapes.rawText(lexer.bytes, exemplarLabels[at], exemplarLabels[at + 1]);
  }

  @Override
  public final String exemplarLabelValue(int label) {
    int at = label * INTS_PER_LABEL;
    return Escapes.rawText(lexer.bytes, exemplarLabels[at + 2], exemplarLabels[at + 3]);
  }

  /** Whether the series tells when others were created. Such a line is no sample of its own. */
  public final boolean isCreated() {
    int from = nameEnd - CREATED.length;
    return tellsCreated()
        && type.hasCreated()
        && from >= nameStart
        && Arrays.equals(lexer.bytes, from, nameEnd, CREATED, 0, CREATED.length);
  }

  /** Whether the format has lines for creation times. */
  public abstract boolean tellsCreated();

  /**
   * A number that the series shares with the {@code _created} line that goes with it: a hash of the
   * family's name and the labels. 0 where the type has no such lines.
   */
  public final int createdKey() {
    if (!tellsCreated() || !type.hasCreated()) {
      return 0;
    }
    int end =
        isCreated() ? nameEnd - CREATED.length : Math.min(nameEnd, nameStart + familyNameBytes);
    int hash = hash(1, nameStart, end);
    for (int i = 0; i < labelInts; i += INTS_PER_LABEL) {
      if (!isBoundary(labels[i], labels[i + 1])) {
        hash = hash(hash, labels[i], labels[i + 1]);
        hash = hash(hash, labels[i + 2], labels[i + 3]);
      }
    }
    return hash == 0 ? 1 : hash;
  }

  private int hash(int start, int from, int to) {
    int hash = start;
    for (int i = from; i < to; i++) {
      hash = hash * 0x01000193 + lexer.bytes[i];
    }
    return hash ^ (hash >>> 15);
  }

  /** Reads the metric name behind HELP, TYPE or UNIT. */
  final void readMetaName(Token line) throws ExpositionException {
    Token token = lexer.next();
    while (token == Token.WHITESPACE) {
      token = lexer.next();
    }
    if (token != Token.MNAME) {
      throw unexpected("expected metric name after " + line, token);
    }
    boolean quoted = lexer.bytes[lexer.start] == '"';
    nameStart = quoted ? lexer.start + 1 : lexer.start;
    nameEnd = quoted ? lexer.at - 1 : lexer.at;
    familyNameBytes = nameEnd - nameStart;
  }

  final ExpositionException invalidType() {
    String found = QuotedBytes.quote(lexer.bytes, textStart, textEnd);
    return new ExpositionException("invalid metric type " + found);
  }

  /** Puts a name and, with the next call, a value into a list of labels. */
  final void addLabelPart(boolean ofExemplar, int from, int to) {
    if (ofExemplar) {
      exemplarLabels = grown(exemplarLabels, exemplarInts);
      exemplarLabels[exemplarInts++] = from;
      exemplarLabels[exemplarInts++] = to;
    } else {
      labels = grown(labels, labelInts);
      labels[labelInts++] = from;
      labels[labelInts++] = to;
    }
  }

  private static int[] grown(int[] ints, int used) {
    return used + 2 > ints.length ? Arrays.copyOf(ints, 2 * ints.length) : ints;
  }

  /** Reads what stands between braces, whose opening one was read. */
  final void readLabels(boolean ofExemplar) throws ExpositionException {
    Token token = nextToken();
    while (token != Token.BCLOSE) {
      int from = lexer.start;
      int to = lexer.at;
      boolean quoted = token == Token.QSTRING;
      if (!quoted && token != Token.LNAME) {
        throw unexpected("expected label name", token);
      }
      token = nextToken();
      if (quoted && (token == Token.COMMA || token == Token.BCLOSE)) {
        setQuotedName(ofExemplar, from + 1, to - 1, token);
      } else {
        addLabelPart(ofExemplar, quoted ? from + 1 : from, quoted ? to - 1 : to);
        readLabelValue(ofExemplar, token);
        token = nextToken();
        if (token != Token.COMMA && token != Token.BCLOSE && commaRequired()) {
          throw unexpected("expected comma or brace close", token);
        }
      }
      if (token == Token.COMMA) {
        token = nextToken();
      }
    }
  }

  private void setQuotedName(boolean ofExemplar, int from, int to, Token token)
      throws ExpositionException {
    if (ofExemplar) {
      throw unexpected("expected label name", token);
    }
    if (nameStart >= 0) {
      throw failure("metric name already set");
    }
    nameStart = from;
    nameEnd = to;
  }

  private void readLabelValue(boolean ofExemplar, Token equal) throws ExpositionException {
    if (equal != Token.EQUAL) {
      throw unexpected("expected equal", equal);
    }
    Token token = nextToken();
    if (token != Token.LVALUE) {
      throw unexpected("expected label value", token);
    }
    if (!Utf8.isValid(lexer.bytes, lexer.start, lexer.at)) {
      String found = QuotedBytes.quote(lexer.bytes, lexer.start, lexer.at);
      throw new ExpositionException("invalid UTF-8 label value: " + found);
    }
    addLabelPart(ofExemplar, lexer.start + 1, lexer.at - 1);
  }

  /** Whether labels must be separated by commas. */
  abstract boolean commaRequired();

  /** The next token that counts. */
  abstract Token nextToken();

  /** Reads name and labels; answers the token behind them. */
  final Token readSeries(Token first) throws ExpositionException {
    Token token = first;
    if (first == Token.MNAME) {
      nameStart = entryStart;
      nameEnd = lexer.at;
      seriesEnd = lexer.at;
      token = nextToken();
      if (token != Token.BOPEN) {
        return token;
      }
    } else {
      nameStart = -1;
    }
    readLabels(false);
    seriesEnd = lexer.at;
    token = nextToken();
    if (nameStart < 0) {
      throw failure("metric name not set");
    }
    return token;
  }

  /** Reads a number from {@code from} to the end of the token. */
  final double number(int from) throws ExpositionException {
    if (floats.readAll(lexer.bytes, from, lexer.at)) {
      return floats.value();
    }
    String text = QuotedBytes.quote(lexer.bytes, from, lexer.at);
    throw failure(
        switch (floats.fault()) {
          case UNSUPPORTED -> "unsupported character in float";
          case RANGE -> "strconv.ParseFloat: parsing " + text + ": value out of range";
          case SYNTAX, NONE -> "strconv.ParseFloat: parsing " + text + ": invalid syntax";
        });
  }

  /** A failure that quotes the entry up to the token. */
  final ExpositionException failure(String what) {
    String line = QuotedBytes.quote(lexer.bytes, entryStart, lexer.at);
    return new ExpositionException(what + " while parsing: " + line);
  }

  /** A failure that quotes the token and the entry up to it. */
  final ExpositionException unexpected(String expected, Token found) {
    int to = Math.min(lexer.limit(), lexer.at + 1);
    String token = QuotedBytes.quote(lexer.bytes, Math.min(lexer.start, to), to);
    String line = QuotedBytes.quote(lexer.bytes, entryStart, to);
    return new ExpositionException(
        "%s, got %s (\"%s\") while parsing: %s".formatted(expected, token, found, line));
  }
}
