/** What ECharts is told to draw. Tooltips are drawn too (richText): a strict policy forbids HTML with styles. */

import type { EChartsCoreOption } from "echarts/core";
import { ASPECT } from "./boundaries";
import type { Colours } from "./colours";
import type { BarsData, ChartData, Item, MapData, StackData } from "./types";

const FONT = "'Be Vietnam Pro', system-ui, sans-serif";
const numbers = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

interface Pointed { name: string; data?: unknown; dataIndex?: number; seriesName?: string; seriesIndex?: number }

/** `upright`: a map fills the height of its frame, else its width. */
export function optionsOf(data: ChartData, colours: Colours, moving: boolean, upright: boolean): EChartsCoreOption {
  const common = {
    animation: moving,
    textStyle: { fontFamily: FONT, color: colours.ink },
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: colours.raised, borderColor: colours.line,
      textStyle: { color: colours.ink, fontFamily: FONT, fontSize: 13 },
    },
  };
  if (data.kind === "map") return { ...common, ...mapOf(data, colours, common.tooltip, upright) };
  if (data.kind === "bars") return { ...common, ...barsOf(data, colours, common.tooltip) };
  return { ...common, ...seriesOf(data, colours, common.tooltip) };
}

function said(item: Item | undefined): string {
  return item ? `${item.name}: ${item.text}` : "";
}

function mapOf(data: MapData, colours: Colours, tooltip: object, upright: boolean): EChartsCoreOption {
  const by = new Map(data.areas.map((area) => [area.code, area]));
  const values = data.areas.flatMap((area) => (area.value === null ? [] : [area.value]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return {
    tooltip: { ...tooltip, formatter: (one: Pointed) => said(by.get(one.name)) },
    visualMap: values.length === 0 ? undefined : {
      type: "continuous", min: low, max: high === low ? low + 1 : high, left: 8, bottom: 8, itemHeight: 90, itemWidth: 12,
      calculable: false, textStyle: { color: colours.soft, fontFamily: FONT },
      text: [numbers.format(high), numbers.format(low)], inRange: { color: [colours.wash, colours.sky] },
    },
    series: [{
      type: "map", map: `communes-${data.province}`, selectedMode: false, aspectScale: ASPECT,
      ...(upright ? { top: 8, bottom: 8 } : { left: 8, right: 8 }),
      itemStyle: { areaColor: colours.sunken, borderColor: colours.strong, borderWidth: 0.6 },
      emphasis: { label: { show: false }, itemStyle: { areaColor: colours.gold } },
      label: { show: false },
      data: data.areas.filter((area) => area.value !== null).map((area) => ({ name: area.code, value: area.value })),
    }],
  };
}

function axis(colours: Colours): object {
  return {
    axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false },
    splitNumber: 4,
    axisLabel: { color: colours.soft, fontFamily: FONT, hideOverlap: true, formatter: (value: number) => numbers.format(value) },
    splitLine: { lineStyle: { color: colours.line } },
  };
}

function names(list: string[], colours: Colours, more: object = {}): object {
  const label = { color: colours.ink, fontFamily: FONT, hideOverlap: true, ...more };
  return { type: "category", data: list, axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false }, axisLabel: label };
}

function barsOf(data: BarsData, colours: Colours, tooltip: object): EChartsCoreOption {
  return {
    tooltip: { ...tooltip, formatter: (one: Pointed) => said(data.items[one.dataIndex ?? 0]) },
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: { ...names(data.items.map((item) => item.name), colours, { width: 150, overflow: "truncate" }), inverse: true },
    series: [{
      type: "bar", barMaxWidth: 22, itemStyle: { color: colours.sky, borderRadius: 3 },
      label: {
        show: true, position: "right", color: colours.ink, fontFamily: FONT,
        formatter: (one: Pointed) => data.items[one.dataIndex ?? 0]?.text ?? "",
      },
      data: data.items.map((item) => item.value),
    }],
  };
}

function seriesOf(data: StackData, colours: Colours, tooltip: object): EChartsCoreOption {
  const stacked = data.kind === "stack";
  const list = names(data.names, colours);
  const value = { type: "value", ...axis(colours), ...(stacked ? { max: 100 } : { scale: true }) };
  return {
    tooltip: {
      ...tooltip,
      formatter: (one: Pointed) =>
        `${one.name}\n${one.seriesName ?? ""}: ${data.series[one.seriesIndex ?? 0]?.texts[one.dataIndex ?? 0] ?? ""}`,
    },
    grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
    xAxis: stacked ? value : list,
    yAxis: stacked ? { ...list, inverse: true } : value,
    series: data.series.map((one) => ({
      name: one.name, data: one.values,
      itemStyle: { color: colours[one.tone as keyof Colours] ?? colours.sky },
      ...(stacked
        ? { type: "bar", stack: "all", barMaxWidth: 26 }
        : { type: "line", symbolSize: 8, lineStyle: { width: 2 } }),
    })),
  };
}
