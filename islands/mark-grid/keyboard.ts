/** Keys, mouse, touch and clipboard: what the browser reports, said in the grid's words. */

import type { Grid } from "./grid";
import { moveOf } from "./navigate";

/** Listens on the table of `grid`; `narrow` tells whether one tap opens a cell. */
export function listen(grid: Grid, narrow: () => boolean): void {
  const table = grid.sheet.table;
  table.addEventListener("keydown", (event) => (grid.editor.isOpen ? inField(grid, event, narrow()) : onCell(grid, event)));
  table.addEventListener("focusin", (event) => {
    const place = grid.editor.isOpen ? null : grid.sheet.placeOf(event.target);
    if (place) grid.sheet.activate(place);
  });
  table.addEventListener("focusout", (event) => {
    if (event.target === grid.editor.field && document.activeElement !== grid.editor.field) grid.commit();
  });
  table.addEventListener("dblclick", (event) => open(grid, event.target));
  table.addEventListener("click", (event) => {
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    const disputed = event.target instanceof Element && event.target.closest('[data-state="conflict"]');
    if (touched || narrow() || disputed) open(grid, event.target);
  });
  table.addEventListener("paste", (event) => paste(grid, event));
}

function open(grid: Grid, target: EventTarget | null): void {
  const place = grid.sheet.placeOf(target);
  if (place) grid.edit(place, false);
}

function onCell(grid: Grid, event: KeyboardEvent): void {
  const place = grid.sheet.active;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && !event.altKey && key === "z") return done(event, event.shiftKey ? grid.redo() : grid.undo());
  if (command && key === "d") return done(event, grid.fillDown(place, event.shiftKey));
  if (command && key === "y") return done(event, grid.redo());
  if (event.key === "F2" || (event.key === " " && !command) || (event.altKey && event.key === "ArrowDown")) {
    return done(event, grid.edit(place, false));
  }
  if (event.key === "Delete" || event.key === "Backspace") return done(event, grid.clear(place));
  const how = moveOf(event);
  if (how) {
    if (grid.move(how)) event.preventDefault();
  } else if ([...event.key].length === 1 && !command && !event.altKey && grid.type(place, event.key)) {
    event.preventDefault();
  }
}

function done(event: KeyboardEvent, _: void): void {
  event.preventDefault();
}

function inField(grid: Grid, event: KeyboardEvent, narrow: boolean): void {
  if (event.isComposing) return;
  if (event.key === "Escape") return done(event, grid.cancel());
  if (staysInField(grid, event)) return;
  const how = moveOf(event);
  if (!how) return;
  grid.commit();
  if (!grid.move(how)) return;
  event.preventDefault();
  // The keyboard of a phone stays up only while a field is open.
  if (narrow) grid.edit(grid.sheet.active, false);
}

/** Keys that work on the text itself: the caret, a new line, the list of choices. */
function staysInField(grid: Grid, event: KeyboardEvent): boolean {
  const field = grid.editor.field;
  if (event.key === "Tab" || event.key === "Enter") {
    return event.key === "Enter" && event.shiftKey && field instanceof HTMLTextAreaElement;
  }
  if (event.shiftKey || event.ctrlKey || event.metaKey || !(field instanceof HTMLInputElement)) return true;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") return false;
  if (event.key === "ArrowLeft") return !grid.editor.isAtEdge("left");
  if (event.key === "ArrowRight") return !grid.editor.isAtEdge("right");
  return true;
}

/** A block goes into cells; one line of text goes into the field that is open, as anywhere. */
function paste(grid: Grid, event: ClipboardEvent): void {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const field = grid.editor.field;
  const block = /[\t\n]/.test(text.replace(/\r?\n$/, ""));
  if (text === "" || (field && (field instanceof HTMLTextAreaElement || !block))) return;
  event.preventDefault();
  if (field) grid.cancel();
  grid.paste(text, grid.sheet.active);
}
