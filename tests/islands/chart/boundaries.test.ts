import { describe, expect, it } from "vitest";
import { ASPECT, communes } from "../../../islands/chart/boundaries";

/** Two squares side by side that share the arc between them, in steps of 2 degrees from (100, 10). */
const topology = {
  transform: { scale: [2, 2] as [number, number], translate: [100, 10] as [number, number] },
  arcs: [
    [[1, 0], [0, 1]],
    [[1, 1], [-1, 0], [0, -1], [1, 0]],
    [[1, 1], [1, 0], [0, -1], [-1, 0]],
  ] as [number, number][][],
  objects: {
    communes: {
      geometries: [
        { type: "Polygon" as const, arcs: [[0, 1]], properties: { code: "00001" } },
        { type: "MultiPolygon" as const, arcs: [[[2, 0]], [[0, 1]]], properties: { code: "00002" } },
      ],
    },
  },
};

interface Feature { properties: { name: string }; geometry: { type: string; coordinates: unknown } }

describe("boundaries", () => {
  const shapes = communes(topology);
  const [left, right] = shapes.features as [Feature, Feature];

  it("puts arcs together, each joint once", () => {
    expect(left.geometry.coordinates).toEqual([[[102, 10], [102, 12], [100, 12], [100, 10], [102, 10]]]);
  });

  it("takes what a MultiPolygon has, in its depth", () => {
    expect(right.geometry.type).toBe("MultiPolygon");
    expect(right.geometry.coordinates).toEqual([
      [[[102, 12], [104, 12], [104, 10], [102, 10], [102, 12]]],
      [[[102, 10], [102, 12], [100, 12], [100, 10], [102, 10]]],
    ]);
  });

  it("reads ~n as arc n backwards", () => {
    const back = communes({
      ...topology,
      objects: { communes: { geometries: [{ type: "Polygon", arcs: [[-1]], properties: { code: "1" } }] } },
    });
    expect((back.features[0] as Feature).geometry.coordinates).toEqual([[[102, 12], [102, 10]]]);
  });

  it("names communes by their codes and knows how wide all is", () => {
    expect([left.properties.name, right.properties.name]).toEqual(["00001", "00002"]);
    expect(shapes.ratio).toBeCloseTo(ASPECT * 2);
  });
});
