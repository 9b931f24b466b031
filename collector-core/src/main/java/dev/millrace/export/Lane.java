package dev.millrace.export;

import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.data.Batch;
import java.util.concurrent.CompletionStage;

/** The way of one signal through an exporter. Any thread. */
interface Lane {

  /** Opens what it needs, as {@link dev.millrace.component.Component#start}. */
  CompletionStage<Void> start(Host host);

  /** The sender has started: sends what is there from before. */
  void resume();

  /** As {@link dev.millrace.component.Consumer#consume}. */
  CompletionStage<Void> consume(Batch batch, Context context);

  /**
   * Takes nothing any more, and sends what it has until {@code deadlineNanos} of the event loop's
   * clock, when at the latest {@link #abandon} must come.
   *
   * @return completes when nothing is left
   */
  CompletionStage<Void> close(long deadlineNanos);

  /** Gives up what is left: it is counted, logged, and whoever waits is told. */
  void abandon();
}
