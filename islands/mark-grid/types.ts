/** The data that the page gives the grid, and what travels between the grid and the server. */

/** A score in tenths (85 = 8,5), a whole mark, a count as digits ("3"), the code of a choice, a comment, or nothing. */
export type Value = number | string | null;

export type Kind = "score" | "integer" | "count" | "choice" | "text" | "computed";

export interface Choice {
  value: string;
  label: string;
  /** Shown in the cell in place of the label. */
  short?: string;
  keys?: string[];
}

export interface Column {
  key: string;
  label: string;
  title: string;
  kind: Kind;
  options?: Choice[];
  editable?: boolean;
  /** Why nobody may edit the column now. */
  closed?: string;
  /** Whether an empty cell counts as missing; where no column says so, every editable one does. */
  required?: boolean;
  /** Characters of a comment, counted as Unicode code points; digits of a count. */
  max_length?: number;
}

export interface Row {
  id: string;
  name: string;
  code?: string;
  cells: Record<string, Value>;
  computed?: Record<string, string | null>;
  note?: string;
  /** A pupil who left, or who is exempt: shown, never edited. */
  readonly?: boolean;
  /** Cells that nobody may edit, by column, each with the reason. */
  closed?: Record<string, string>;
}

export interface Lock {
  by: string;
  at: string;
  reason: string;
}

export interface GridData {
  /** Name of the gradebook, read out as the grid's label. */
  book: string;
  /** Where unsent edits are kept in this browser; must name the user and the book. */
  storage_key: string;
  locked: Lock | null;
  columns: Column[];
  rows: Row[];
  /** Asks for a reason when a value that was already saved is changed. */
  ask_reason?: boolean;
  messages?: Record<string, string>;
}

export interface Cell {
  row: string;
  column: string;
}

export interface Edit extends Cell {
  /** A UUID: the server saves an edit once, however often it comes. */
  id: string;
  value: Value;
  /** The value that the teacher saw when typing: the server compares it with what it holds. */
  base: Value;
}

export interface Conflict extends Cell {
  yours: Value;
  theirs: Value;
  by: string;
  at: string;
}

export interface Refusal extends Cell {
  message: string;
}

export interface ComputedRow {
  id: string;
  computed: Record<string, string | null>;
}

export interface SaveReply {
  saved: (Cell & { value: Value })[];
  conflicts: Conflict[];
  refused: Refusal[];
  rows: ComputedRow[];
}
