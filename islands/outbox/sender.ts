/** Sends what waits on this device, sheet by sheet, from whatever page has network again. */

import type { SaveReply } from "../mark-grid/types";
import { type Answer, postJson } from "../requests";
import type { Vault } from "../vault";
import { type Home, type KeptSheet, type Waiting, absorb, grouped, leftOver } from "./sheets";

/** Tries to send everything that its teacher wanted saved, except what the grid on the page at `open` sends itself. */
export async function sendAll(vault: Vault, csrf: string, open: string): Promise<void> {
  const queued = (await vault.read<Waiting>("edits")).filter(({ draft, home }) => draft.queued !== undefined && home.save);
  const batches = grouped(queued, ({ home, draft }) => `${home.key}\n${draft.queued}`);
  for (const sent of batches.values()) {
    const [{ home, draft }] = sent as [Waiting];
    if (home.page !== open && !(await send(vault, home, sent, draft.queued ?? "", csrf))) return;
  }
}

/** False when the server cannot be asked now. */
async function send(vault: Vault, home: Home, sent: Waiting[], reason: string, csrf: string): Promise<boolean> {
  const edits = sent.map(({ row, column, draft: { value, base, id } }) => ({ row, column, value, base, id }));
  const reply = asReply(await postJson<SaveReply>(home.save, { edits, reason }, { csrf }), sent);
  if (!reply) return false;
  const left = leftOver(sent, reply);
  const gone = sent.map(({ draft }) => draft.id).filter((id) => !left.some(({ draft }) => draft.id === id));
  await vault.write("edits", left.map((one) => ({ id: one.draft.id, sheet: home.key, content: one })), gone);
  const [sheet] = await vault.read<KeptSheet>("sheets", home.key);
  const content = sheet && { ...sheet, data: absorb(sheet.data, reply) };
  if (content) await vault.write("sheets", [{ id: home.key, sheet: home.key, content }]);
  return true;
}

/** A lock or a refusal of all is said in every cell that it keeps from being saved. */
function asReply(answer: Answer<SaveReply>, sent: Waiting[]): SaveReply | null {
  if (answer.kind === "ok") return answer.reply;
  const refused = answer.kind === "locked" || (answer.kind === "refused" && answer.status < 500);
  if (!refused) return null;
  const message = `${answer.message} ${answer.hint}`.trim();
  return { saved: [], conflicts: [], rows: [], refused: sent.map(({ row, column }) => ({ row, column, message })) };
}
