/** Asks the server what would follow from the edits, a moment after the last of them. */

import type { Answer } from "../requests";
import type { ComputedRow, Edit } from "./types";

export const DELAY = 250;

type Reply = Answer<{ rows: ComputedRow[] }>;

export class Preview {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;
  private readonly send: (edits: Edit[], signal: AbortSignal) => Promise<Reply>;
  private readonly show: (answer: Reply) => void;

  constructor(send: Preview["send"], show: Preview["show"]) {
    this.send = send;
    this.show = show;
  }

  /** Asks about all `edits`, read when the question is sent. A later question replaces one that still runs. */
  ask(edits: () => Edit[]): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(edits()), DELAY);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
  }

  private async run(edits: Edit[]): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const answer = await this.send(edits, running.signal);
    if (!running.signal.aborted) this.show(answer);
  }
}
