// An application that makes a span, a point of a counter and a log record, sends them with the
// SDK's own exporters, and ends.
//
//   node shop.js grpc|proto|http NAME
//
// "http" is OTLP/HTTP with JSON. Where to, and how, is in the environment, as the SDK reads it:
// OTEL_EXPORTER_OTLP_ENDPOINT, _COMPRESSION, _CERTIFICATE.
import { DiagConsoleLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

const [protocol, name] = process.argv.slice(2);
diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR);

const exporters = (signal) => import(`@opentelemetry/exporter-${signal}-otlp-${protocol}`);
const { OTLPTraceExporter } = await exporters('trace');
const { OTLPMetricExporter } = await exporters('metrics');
const { OTLPLogExporter } = await exporters('logs');

const resource = resourceFromAttributes({ 'service.name': 'shop' });
const traces = new BasicTracerProvider({
  resource,
  spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter())],
});
const metrics = new MeterProvider({
  resource,
  readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
});
const logs = new LoggerProvider({
  resource,
  processors: [new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter() })],
});

traces.getTracer('shop').startSpan(`span ${name}`, { attributes: { items: 3 } }).end();
metrics.getMeter('shop').createCounter(`counter_${name}`).add(7);
logs.getLogger('shop').emit({ body: `log ${name}` });

for (const provider of [traces, metrics, logs]) {
  await provider.forceFlush();
  await provider.shutdown();
}
console.log('done');
