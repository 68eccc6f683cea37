/** What a page gives a chart. Every value comes with its text, as the server writes numbers. */

export interface Item {
  name: string;
  value: number | null;
  text: string;
  url?: string;
}

export interface Series {
  name: string;
  tone: string;
  values: (number | null)[];
  texts: string[];
}

export interface MapData {
  kind: "map";
  province: string;
  areas: (Item & { code: string })[];
}

export interface BarsData {
  kind: "bars";
  items: Item[];
}

export interface StackData {
  kind: "stack" | "lines";
  names: string[];
  series: Series[];
}

export type ChartData = MapData | BarsData | StackData;
