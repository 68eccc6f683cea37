/**
 * `<data-chart data="id" label="…">`: draws the `json_script` block with that id (`types.ts`), light or dark.
 *
 * It is a picture for the eye: the table beside it says the same and is what screen readers and keyboards use.
 * When its page's figures come anew (htmx), the new element takes the place of the old one.
 */

import "./style.css";
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { GridComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { type EChartsType, init, registerMap, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { define, el } from "../dom";
import { communesOf } from "./boundaries";
import { coloursOf } from "./colours";
import { startLive } from "./live";
import { optionsOf } from "./options";
import type { ChartData } from "./types";

use([
  BarChart, LineChart, MapChart, GridComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

const known = new Map<string, Promise<number>>();
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

class DataChart extends HTMLElement {
  private chart: EChartsType | null = null;
  private readonly sized = new ResizeObserver(() => {
    this.chart?.resize();
    if (this.ratio) this.draw(false);
  });
  private readonly themed = new MutationObserver(() => this.draw(false));
  private readonly switched = (): void => this.draw(false);
  private data: ChartData | null = null;
  private ratio = 0;

  connectedCallback(): void {
    const block = document.getElementById(this.getAttribute("data") ?? "");
    this.data = block ? (JSON.parse(block.textContent ?? "null") as ChartData | null) : null;
    this.setAttribute("role", "img");
    if (this.data) void this.begin(this.data);
  }

  disconnectedCallback(): void {
    this.sized.disconnect();
    this.themed.disconnect();
    dark.removeEventListener("change", this.switched);
    this.chart?.dispose();
    this.chart = null;
  }

  private async begin(data: ChartData): Promise<void> {
    if (data.kind === "map") this.ratio = await ratioOf(data.province);
    if (data.kind === "map" && !this.ratio) return this.remove();
    if (!this.isConnected) return;
    const frame = el("div", { class: "chart__frame" });
    this.replaceChildren(frame, ...legendOf(data));
    this.chart = init(frame);
    this.chart.on("click", (one) => this.follow(one.name, one.dataIndex));
    this.draw(!still.matches && !this.hasAttribute("still"));
    this.sized.observe(this);
    this.themed.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    dark.addEventListener("change", this.switched);
  }

  private draw(moving: boolean): void {
    if (!this.data || !this.chart) return;
    const upright = this.chart.getWidth() / this.chart.getHeight() > this.ratio;
    this.chart.setOption(optionsOf(this.data, coloursOf(this), moving, upright), true);
  }

  private follow(name: string, index: number): void {
    const data = this.data;
    const item = data?.kind === "map" ? data.areas.find((area) => area.code === name)
      : data?.kind === "bars" ? data.items[index] : undefined;
    if (item?.url) location.assign(item.url);
  }
}

function legendOf(data: ChartData): HTMLElement[] {
  if (data.kind === "map" || data.kind === "bars") return [];
  const lines = data.series.map((one) => el("li", {}, el("span", { class: `chart__swatch chart__swatch--${one.tone}` }), one.name));
  return [el("ul", { class: "chart__legend", "aria-hidden": "true" }, ...lines)];
}

/** Width by height of a province; 0 where there are no boundaries of it. */
function ratioOf(province: string): Promise<number> {
  const found = known.get(province) ?? communesOf(province).then((shapes) => {
    if (shapes) registerMap(`communes-${province}`, shapes as Parameters<typeof registerMap>[1]);
    return shapes?.ratio ?? 0;
  }).catch(() => 0);
  known.set(province, found);
  return found;
}

define("data-chart", DataChart);
startLive();
