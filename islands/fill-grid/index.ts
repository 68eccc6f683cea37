/** Tables of inputs that are filled like a spreadsheet (`[data-fill-grid]`): Enter goes down, Ctrl+D copies the cell
 * above, Ctrl+R the cell on the left. */

const INPUT = "input:not([type=hidden])";
const CELL = `[data-fill-grid] ${INPUT}`;

export function startFillGrids(): void {
  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!(cell instanceof HTMLInputElement) || !cell.matches(CELL)) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (event.key === "Enter") go(event, beside(cell, 1, 0));
    else if (command && event.key.toLowerCase() === "d") copy(event, cell, beside(cell, -1, 0));
    else if (command && event.key.toLowerCase() === "r") copy(event, cell, beside(cell, 0, -1));
  });
}

function go(event: Event, to: HTMLInputElement | null): void {
  event.preventDefault();
  to?.focus();
  to?.select();
}

function copy(event: Event, cell: HTMLInputElement, from: HTMLInputElement | null): void {
  event.preventDefault();
  if (!from || cell.readOnly) return;
  cell.value = from.value;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The nearest input in the same column (or row) in one direction. */
function beside(cell: HTMLInputElement, down: number, right: number): HTMLInputElement | null {
  const place = cell.closest("td");
  const row = place?.parentElement;
  if (!place || !(row instanceof HTMLTableRowElement)) return null;
  const rows = [...(row.parentElement?.children ?? [])] as HTMLTableRowElement[];
  let [line, column] = [rows.indexOf(row) + down, place.cellIndex + right];
  for (; rows[line]?.cells[column]; line += down, column += right) {
    const found = rows[line]?.cells[column]?.querySelector<HTMLInputElement>(INPUT);
    if (found) return found;
  }
  return null;
}
