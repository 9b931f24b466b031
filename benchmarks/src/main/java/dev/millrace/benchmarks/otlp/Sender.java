package dev.millrace.benchmarks.otlp;

/** One connection of the load. */
interface Sender extends AutoCloseable {

  /** How many requests it can have under way. */
  int mostInFlight();

  /** Sends; {@code answered} hears what became of it, on whatever thread. */
  void send(byte[] request, Answered answered);

  @Override
  void close();

  /** What became of a request. */
  enum Result {
    TAKEN,
    REFUSED,
    FAILED
  }

  /** Hears it. */
  interface Answered {
    void answered(Result result);
  }
}
