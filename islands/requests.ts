/** Sending JSON to the server and telling apart how it may end. */

export type Answer<Reply> =
  | { kind: "ok"; reply: Reply }
  /** The session is over; `loginUrl` leads to the log-in page. */
  | { kind: "expired"; loginUrl: string; message: string }
  | { kind: "locked"; message: string; hint: string }
  /** The token of the page is older than the session: fetch a new one and send again. */
  | { kind: "stale-token" }
  /** The server said no, and would say so again. `message` may be empty. */
  | { kind: "refused"; status: number; message: string; hint: string }
  /** Nothing was heard, or the server cannot answer now: the same request may be sent again. */
  | { kind: "unreachable" };

export interface Sending {
  csrf: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export async function postJson<Reply>(url: string, body: unknown, sending: Sending): Promise<Answer<Reply>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      // A redirect can only lead to the log-in page: followed, it would look like an answer.
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "X-CSRFToken": sending.csrf,
        ...sending.headers,
      },
      body: JSON.stringify(body),
      ...(sending.signal ? { signal: sending.signal } : {}),
    });
  } catch {
    return { kind: "unreachable" };
  }
  return understand<Reply>(response);
}

async function understand<Reply>(response: Response): Promise<Answer<Reply>> {
  if (response.type === "opaqueredirect") return { kind: "expired", loginUrl: "", message: "" };
  if ([429, 502, 503, 504].includes(response.status)) return { kind: "unreachable" };
  const data = await readJson(response);
  const message = textOf(data, "message");
  if (response.ok && data !== null) return { kind: "ok", reply: data as Reply };
  if (response.ok) return { kind: "unreachable" };
  if (response.status === 401) return { kind: "expired", loginUrl: textOf(data, "login_url"), message };
  if (response.status === 403 && (data === null || textOf(data, "code") === "csrf")) return { kind: "stale-token" };
  if (response.status === 423) return { kind: "locked", message, hint: textOf(data, "hint") };
  return { kind: "refused", status: response.status, message, hint: textOf(data, "hint") };
}

async function readJson(response: Response): Promise<Record<string, unknown> | null> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function textOf(data: Record<string, unknown> | null, name: string): string {
  const value = data?.[name];
  return typeof value === "string" ? value : "";
}

/** The token of the session as it is now: a log-in in another tab has changed it since this page was made. None if it
 * is somebody else's than `user`'s. */
export async function freshToken(selector: string, attribute: string, user: string): Promise<string> {
  const page = await fetchPage(location.href);
  if (page?.documentElement.dataset.user !== user) return "";
  return page.querySelector(selector)?.getAttribute(attribute) ?? "";
}

/** A page of ours as the server gives it now; null without network and where it wants a log-in. */
export async function fetchPage(address: string): Promise<Document | null> {
  try {
    const response = await fetch(address, { credentials: "same-origin", redirect: "manual" });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/** A UUID of version 7 (RFC 9562 §5.7): milliseconds, then random bits; also on plain http. */
export function uuid7(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 65_536));
  new DataView(bytes.buffer).setUint16(4, now % 65_536);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
