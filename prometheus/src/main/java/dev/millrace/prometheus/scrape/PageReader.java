package dev.millrace.prometheus.scrape;

/** Reads the entries of one page in one format. */
interface PageReader {

  /**
   * Reads as many entries as the range holds; answers where the first one starts that it does not
   * hold whole.
   *
   * @param last whether the page ends with the range
   */
  int read(byte[] bytes, int from, int limit, boolean last) throws ScrapeFailure;

  /** Reads the end of a page that has no more bytes. */
  void readEnd() throws ScrapeFailure;

  /** Whether the end of the page was read. */
  boolean hasEnded();

  /** The lines of the page. */
  PageLines lines();
}
