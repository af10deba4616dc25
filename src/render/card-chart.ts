import type { ChartDefinition } from "chat";
import { escapeMarkdown } from "./escape.js";
import type { TableData } from "./table.js";

/** The numbers of a chart as a table: Linear draws no charts. */
export function chartTable(chart: ChartDefinition): TableData {
  if (chart.type === "pie") {
    return {
      headers: ["Label", "Value"],
      rows: chart.segments.map(({ label, value }) => [escapeMarkdown(label), String(value)]),
      align: ["left", "right"],
    };
  }
  const { categories, series, xLabel = "" } = chart;
  return {
    headers: [xLabel, ...series.map(({ name }) => name)].map(escapeMarkdown),
    rows: categories.map((category) => [
      escapeMarkdown(category),
      ...series.map(({ data }) => String(data.find(({ label }) => label === category)?.value ?? "")),
    ]),
    align: ["left", ...series.map(() => "right" as const)],
  };
}
