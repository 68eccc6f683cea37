/** Where the keyboard goes. Rows are counted among the visible ones. */

export interface Place {
  r: number;
  c: number;
}

export interface Shape {
  rows: number;
  /** For each column, whether it can be typed into. */
  editable: boolean[];
}

export type Move =
  | "up" | "down" | "left" | "right" | "home" | "end" | "first" | "last" | "pageup" | "pagedown" | "next" | "previous";

const PAGE = 10;

/** The place after a move; null when Tab or Shift+Tab leaves the grid at its last or first column. */
export function move(place: Place, how: Move, shape: Shape): Place | null {
  const { r, c } = place;
  const lastRow = Math.max(0, shape.rows - 1);
  const lastColumn = shape.editable.length - 1;
  const row = (wanted: number) => ({ r: Math.min(lastRow, Math.max(0, wanted)), c });
  const column = (wanted: number) => ({ r, c: Math.min(lastColumn, Math.max(0, wanted)) });
  switch (how) {
    case "up": return row(r - 1);
    case "down": return row(r + 1);
    case "pageup": return row(r - PAGE);
    case "pagedown": return row(r + PAGE);
    case "left": return column(c - 1);
    case "right": return column(c + 1);
    case "home": return column(0);
    case "end": return column(lastColumn);
    case "first": return { r: 0, c: 0 };
    case "last": return { r: lastRow, c: lastColumn };
    case "next": return beside(place, 1, shape);
    case "previous": return beside(place, -1, shape);
  }
}

function beside({ r, c }: Place, step: 1 | -1, shape: Shape): Place | null {
  for (let next = c + step; next >= 0 && next < shape.editable.length; next += step) {
    if (shape.editable[next]) return { r, c: next };
  }
  return null;
}

const ARROWS: Record<string, Move> = {
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", PageUp: "pageup", PageDown: "pagedown",
};

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** The move that a key means outside an edit, or null. */
export function moveOf(pressed: Pressed): Move | null {
  const { key, shiftKey } = pressed;
  if (pressed.altKey) return null;
  if (pressed.ctrlKey || pressed.metaKey) return key === "Home" ? "first" : key === "End" ? "last" : null;
  if (key === "Enter") return shiftKey ? "up" : "down";
  if (key === "Tab") return shiftKey ? "previous" : "next";
  if (key === "Home") return "home";
  if (key === "End") return "end";
  return ARROWS[key] ?? null;
}
