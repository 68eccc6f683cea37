/** Sends what waits on this device, sheet by sheet, from whatever page has network again. */

import type { Kept } from "../mark-grid/store";
import type { SaveReply } from "../mark-grid/types";
import { type Answer, postJson } from "../requests";
import type { Vault } from "../vault";
import { type KeptSheet, absorb, grouped, leftOver } from "./sheets";

/** Edits of one request. */
const BATCH = 1000;

/** Tries to send everything that its teacher wanted saved, except what the grid on the page at `open` sends itself. */
export async function sendAll(vault: Vault, csrf: string, open: string): Promise<void> {
  for (const sheet of await vault.read<KeptSheet>("sheets")) {
    if (sheet.page === open) continue;
    const queued = (await vault.read<Kept>("edits", sheet.key)).filter(({ draft }) => draft.queued !== undefined);
    for (const [reason, edits] of grouped(queued, ({ draft }) => draft.queued ?? "")) {
      for (let from = 0; from < edits.length; from += BATCH) {
        if (!(await send(vault, sheet, edits.slice(from, from + BATCH), reason, csrf))) return;
      }
    }
  }
}

/** False when the server cannot be asked now. */
async function send(vault: Vault, sheet: KeptSheet, sent: Kept[], reason: string, csrf: string): Promise<boolean> {
  const edits = sent.map(({ row, column, draft: { value, base, id, at } }) => ({ row, column, value, base, id, at }));
  const answer = await postJson<SaveReply>(sheet.save, { edits, reason }, { csrf });
  const reply = asReply(answer, sent);
  if (!reply) return false;
  sheet.data = absorb(sheet.data, reply);
  const left = leftOver(sent, reply);
  const gone = sent.map(({ draft }) => draft.id).filter((id) => !left.some(({ draft }) => draft.id === id));
  await vault.write("sheets", [{ id: sheet.key, sheet: sheet.key, content: sheet }]);
  await vault.write("edits", left.map((one) => ({ id: one.draft.id, sheet: sheet.key, content: one })), gone);
  return true;
}

/** A lock or a refusal of all is said in every cell that it keeps from being saved. */
function asReply(answer: Answer<SaveReply>, sent: Kept[]): SaveReply | null {
  if (answer.kind === "ok") return answer.reply;
  const refused = answer.kind === "locked" || (answer.kind === "refused" && answer.status < 500);
  if (!refused) return null;
  const message = `${answer.message} ${answer.hint}`.trim();
  return { saved: [], conflicts: [], rows: [], refused: sent.map(({ row, column }) => ({ row, column, message })) };
}
