/** Boundaries of the communes of a province: fetched when a map shows them, TopoJSON to GeoJSON. */

type Point = [number, number];
type Ring = number[];

interface Topology {
  transform: { scale: Point; translate: Point };
  arcs: Point[][];
  objects: { communes: { geometries: Shape[] } };
}

type Shape =
  | { type: "Polygon"; arcs: Ring[]; properties: { code: string } }
  | { type: "MultiPolygon"; arcs: Ring[][]; properties: { code: string } };

export interface Communes {
  type: "FeatureCollection";
  features: object[];
  /** Width by height of what is drawn. */
  ratio: number;
}

/** A degree of longitude beside one of latitude, between 8 and 23 degrees north. */
export const ASPECT = 0.97;

const FILES = import.meta.glob<string>("./boundaries/*.json", { query: "?url", import: "default", eager: true });

export async function communesOf(province: string): Promise<Communes | null> {
  const file = FILES[`./boundaries/${province}.json`];
  if (!file) return null;
  const answer = await fetch(file);
  return answer.ok ? communes((await answer.json()) as Topology) : null;
}

/** Arcs are shared between neighbours; ~n is arc n backwards. */
export function communes(topology: Topology): Communes {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]): Point => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const line = (index: number): Point[] => (index < 0 ? [...(arcs[~index] ?? [])].reverse() : (arcs[index] ?? []));
  const ring = (indexes: Ring): Point[] =>
    indexes.flatMap((index, n) => (n === 0 ? line(index) : line(index).slice(1)));
  const features = topology.objects.communes.geometries.map((shape) => ({
    type: "Feature",
    properties: { name: shape.properties.code },
    geometry: shape.type === "Polygon"
      ? { type: shape.type, coordinates: shape.arcs.map(ring) }
      : { type: shape.type, coordinates: shape.arcs.map((polygon) => polygon.map(ring)) },
  }));
  return { type: "FeatureCollection", features, ratio: ratioOf(arcs.flat()) };
}

function ratioOf(points: Point[]): number {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [west, east, south, north] = [Math.min(west, x), Math.max(east, x), Math.min(south, y), Math.max(north, y)];
  }
  return (ASPECT * (east - west)) / (north - south);
}
