/**
 * Words for what goes wrong with passkeys. The ceremonies are allauth's own scripts (mfa/js/webauthn.js), which are
 * loaded from this site and read their data from `application/json` blocks, so the strict policy lets them run.
 */

import { texts } from "../texts";
import { toast } from "../toasts";

const say = texts("passkey", {
  NotAllowedError: "Chưa dùng được khoá đăng nhập: thao tác bị huỷ hoặc quá lâu. Hãy thử lại.",
  InvalidStateError: "Thiết bị này đã có khoá đăng nhập của tài khoản này.",
  SecurityError: "Khoá đăng nhập chỉ dùng được ở địa chỉ https hoặc localhost, không dùng được ở địa chỉ số.",
  other: "Thiết bị hoặc trình duyệt này không dùng được khoá đăng nhập. Hãy đăng nhập bằng mật khẩu.",
});

const KNOWN = ["NotAllowedError", "InvalidStateError", "SecurityError"] as const;

export function startPasskeyWords(): void {
  document.addEventListener("allauth.error", (event) => {
    const { exception } = (event as CustomEvent<{ exception?: unknown }>).detail ?? {};
    const name = exception instanceof Error || exception instanceof DOMException ? exception.name : "";
    const known = KNOWN.find((candidate) => candidate === name);
    event.preventDefault();
    toast(say(known ?? "other"), "error");
  });
}
