/** Sends edits, one batch at a time, and does not let go of a batch before its fate is known. */

import type { Answer } from "../requests";
import type { Edit, SaveReply } from "./types";

/** The same for every attempt: the server knows edits by their ids. */
export interface Batch {
  edits: Edit[];
  reason: string;
}

export type Ending = Exclude<Answer<SaveReply>, { kind: "stale-token" }>;

export interface SaverPorts {
  post: (batch: Batch) => Promise<Answer<SaveReply>>;
  /** Fetches a new token; false when there is none. */
  renew: () => Promise<boolean>;
  started: (batch: Batch) => void;
  ended: (ending: Ending, batch: Batch, retryIn: number) => void;
}

const BACK_OFF = [2, 4, 8, 16, 30];

export class Saver {
  /** Whether a request is on its way at this moment. */
  busy = false;
  private batch: Batch | null = null;
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly ports: SaverPorts;

  constructor(ports: SaverPorts) {
    this.ports = ports;
  }

  /** Whether a batch is on its way or waits to be sent again. */
  get pending(): boolean {
    return this.batch !== null;
  }

  /** Sends the edits, or the unfinished batch before them. False when there is nothing to send. */
  save(edits: Edit[], reason: string): boolean {
    if (this.batch) {
      void this.attempt();
      return true;
    }
    if (edits.length === 0) return false;
    this.batch = { edits, reason };
    this.attempts = 0;
    void this.attempt();
    return true;
  }

  /** Sends the unfinished batch again, now. */
  retry(): void {
    if (this.batch) void this.attempt();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async attempt(): Promise<void> {
    const batch = this.batch;
    if (!batch || this.busy) return;
    clearTimeout(this.timer);
    this.busy = true;
    this.ports.started(batch);
    const ending = await this.ask(batch);
    this.busy = false;
    this.finish(ending, batch);
  }

  private async ask(batch: Batch): Promise<Ending> {
    const first = await this.ports.post(batch);
    if (first.kind !== "stale-token") return first;
    if (!(await this.ports.renew())) return { kind: "expired", loginUrl: "", message: "" };
    const second = await this.ports.post(batch);
    return second.kind === "stale-token" ? { kind: "refused", status: 403, message: "", hint: "" } : second;
  }

  private finish(ending: Ending, batch: Batch): void {
    let retryIn = 0;
    if (ending.kind === "unreachable") {
      retryIn = BACK_OFF[Math.min(this.attempts, BACK_OFF.length - 1)] ?? 30;
      this.attempts += 1;
      this.timer = setTimeout(() => void this.attempt(), retryIn * 1000);
    } else if (ending.kind !== "expired") {
      this.batch = null;
    }
    this.ports.ended(ending, batch, retryIn);
  }
}
