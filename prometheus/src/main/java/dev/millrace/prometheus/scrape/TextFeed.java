package dev.millrace.prometheus.scrape;

/** Whole entries are read where they lie, an entry that is cut in two from a buffer. */
final class TextFeed implements PageFeed {
  private final TextReader reader;
  private final PageScratch scratch;
  private final boolean addsLineBreak;

  /** Bytes that the buffer must hold before a text over several lines is tried again. */
  private int retryBytes;

  /**
   * @param addsLineBreak whether the format lets the last line break out
   */
  TextFeed(TextReader reader, PageScratch scratch, boolean addsLineBreak) {
    this.reader = reader;
    this.scratch = scratch;
    this.addsLineBreak = addsLineBreak;
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws ScrapeFailure {
    int at = offset;
    int end = offset + length;
    while (scratch.carried > 0 && at < end) {
      int lineEnd = lineEnd(bytes, at, end);
      scratch.carry(bytes, at, lineEnd);
      at = lineEnd;
      readCarried(bytes[at - 1] == '\n');
    }
    if (at < end && !reader.hasEnded()) {
      int rest = reader.read(bytes, at, end, false);
      scratch.carry(bytes, rest, end);
      checkCarried();
    }
  }

  private static int lineEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, end);
  }

  private void readCarried(boolean lineEnded) throws ScrapeFailure {
    if (lineEnded && scratch.carried >= retryBytes) {
      int read = reader.read(scratch.carry, 0, scratch.carried, false);
      int left = scratch.carried - read;
      System.arraycopy(scratch.carry, read, scratch.carry, 0, left);
      scratch.carried = left;
      retryBytes = 2 * left;
    }
    checkCarried();
  }

  private void checkCarried() throws ScrapeFailure {
    if (scratch.carried > TextReader.MAX_ENTRY_BYTES && !reader.hasEnded()) {
      throw reader.tooLong();
    }
  }

  @Override
  public void end() throws ScrapeFailure {
    if (scratch.carried > 0 && !reader.hasEnded()) {
      if (addsLineBreak) {
        scratch.carry(new byte[] {'\n'}, 0, 1);
      }
      reader.read(scratch.carry, 0, scratch.carried, true);
    }
    reader.readEnd();
  }
}
