package dev.millrace.prometheus.scrape;

/** Gives a page's bytes to its reader as they come. */
interface PageFeed {

  /** More of the page. */
  void data(byte[] bytes, int offset, int length) throws ScrapeFailure;

  /** No more comes. */
  void end() throws ScrapeFailure;
}
