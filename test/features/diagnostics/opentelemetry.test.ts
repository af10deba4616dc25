import { metrics, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { LinearDiagnosticsListener } from "chat-adapter-linear";
import { expect, it, onTestFinished, vi } from "vitest";
import { mention, startAgent } from "../../support/agent.js";
import { setEnvironment } from "../../support/environment.js";
import { readRecipe } from "./read-recipe.js";

it("the recipe of the docs makes spans and metrics of a mention", async () => {
  const spans = new InMemorySpanExporter();
  const measures = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measures, exportIntervalMillis: 3_600_000 });
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  onTestFinished(async () => {
    trace.disable();
    metrics.disable();
    vi.unstubAllEnvs();
    await reader.shutdown();
  });
  setEnvironment({ LINEAR_ACCESS_TOKEN: "token", LINEAR_WEBHOOK_SECRET: "secret" });
  const { tellOpenTelemetry } = await readRecipe<{ tellOpenTelemetry: LinearDiagnosticsListener }>();

  const bot = await startAgent((thread) => thread.post("An answer."), { settings: { diagnostics: tellOpenTelemetry } });
  const session = await mention(bot.linear);
  await bot.settled();
  await reader.forceFlush();

  const ofSession = spans.getFinishedSpans().filter(({ attributes }) => attributes.sessionId === session.id);
  expect(ofSession.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["linear CreateAgentActivity", "linear turn", "linear delivery"]),
  );
  const [recorded] = measures.getMetrics().slice(-1);
  const names = recorded?.scopeMetrics.flatMap((scope) => scope.metrics.map(({ descriptor }) => descriptor.name));
  expect(names?.toSorted()).toEqual(["linear.budget_left", "linear.duration", "linear.points"]);
});
