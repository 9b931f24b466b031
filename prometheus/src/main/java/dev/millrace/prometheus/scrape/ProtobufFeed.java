package dev.millrace.prometheus.scrape;

/** Whole messages are read where they lie, one that is cut in two from a buffer. */
final class ProtobufFeed implements PageFeed {
  private static final int MAX_MESSAGE_BYTES = 32 << 20;

  private final ProtobufReader reader;
  private final PageScratch scratch;

  ProtobufFeed(ProtobufReader reader, PageScratch scratch) {
    this.reader = reader;
    this.scratch = scratch;
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws ScrapeFailure {
    if (scratch.carried == 0) {
      int rest = reader.read(bytes, offset, offset + length, false);
      scratch.carry(bytes, rest, offset + length);
      return;
    }
    scratch.carry(bytes, offset, offset + length);
    int read = reader.read(scratch.carry, 0, scratch.carried, false);
    scratch.carried -= read;
    System.arraycopy(scratch.carry, read, scratch.carry, 0, scratch.carried);
    if (scratch.carried > MAX_MESSAGE_BYTES) {
      throw reader.failure("longer than %d bytes".formatted(MAX_MESSAGE_BYTES));
    }
  }

  @Override
  public void end() throws ScrapeFailure {
    reader.read(scratch.carry, 0, scratch.carried, true);
    reader.readEnd();
  }
}
