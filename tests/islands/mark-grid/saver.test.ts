import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Batch, type Ending, Saver } from "../../../islands/mark-grid/saver";
import type { Edit, SaveReply } from "../../../islands/mark-grid/types";
import type { Answer } from "../../../islands/requests";

const edits: Edit[] = [{ row: "an", column: "gk", id: "1", value: 85, base: null }];
const ok: Answer<SaveReply> = { kind: "ok", reply: { saved: [], conflicts: [], refused: [], rows: [] } };
const expired: Answer<SaveReply> = { kind: "expired", loginUrl: "/login/", message: "" };

/** A saver against a server that gives these answers in turn. */
function against(...answers: Answer<SaveReply>[]) {
  const sent: Batch[] = [];
  const endings: [Ending["kind"], number][] = [];
  const saver = new Saver({
    post: async (batch) => (sent.push(batch), answers[sent.length - 1] ?? ok),
    renew: async () => true,
    started: () => {},
    ended: (ending, _, retryIn) => endings.push([ending.kind, retryIn]),
  });
  return { saver, sent, endings };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("saving", () => {
  it("sends nothing when there is nothing", () => {
    expect(against().saver.save([], "")).toBe(false);
  });

  it("tries an unheard batch again, later and later, with the same edits", async () => {
    const { saver, sent, endings } = against({ kind: "unreachable" }, { kind: "unreachable" }, ok);
    saver.save(edits, "");
    await vi.advanceTimersByTimeAsync(2000);
    await vi.advanceTimersByTimeAsync(4000);
    expect(endings).toEqual([["unreachable", 2], ["unreachable", 4], ["ok", 0]]);
    expect(sent.map((batch) => batch.edits)).toEqual([edits, edits, edits]);
    expect(saver.pending).toBe(false);
  });

  it("holds a batch while the session is over, and sends it again after the log-in", async () => {
    const { saver, sent, endings } = against(expired, ok);
    saver.save(edits, "");
    await vi.runAllTimersAsync();
    expect(saver.pending).toBe(true);
    saver.retry();
    await vi.runAllTimersAsync();
    expect(endings.map(([kind]) => kind)).toEqual(["expired", "ok"]);
    expect(sent[1]).toBe(sent[0]);
  });

  it("lets go of a batch that the server refused", async () => {
    const { saver } = against({ kind: "refused", status: 422, message: "", hint: "" });
    saver.save(edits, "");
    await vi.runAllTimersAsync();
    expect(saver.pending).toBe(false);
  });

  it("renews the token once when the page's is older than the session", async () => {
    const { saver, sent, endings } = against({ kind: "stale-token" }, ok);
    saver.save(edits, "");
    await vi.runAllTimersAsync();
    expect([sent.length, endings[0]?.[0]]).toEqual([2, "ok"]);
  });

  it("sends one batch at a time", async () => {
    const { saver, sent } = against();
    saver.save(edits, "");
    saver.save(edits, "");
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(1);
  });
});
