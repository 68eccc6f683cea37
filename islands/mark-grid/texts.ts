import { type Say, texts } from "../texts";

const VIETNAMESE = {
  // Why an entry is refused, shown in its cell.
  "bad.score": "Chỉ gõ số, ví dụ 85 hoặc 8,5",
  "bad.range": "Điểm từ 0 đến 10",
  "bad.decimals": "Chỉ một chữ số sau dấu phẩy",
  "bad.unfinished": "Thiếu chữ số sau dấu phẩy",
  "bad.leading": "Gõ {tenths} hay {whole}?",
  "bad.whole": "Chỉ gõ số nguyên từ 1 đến 10",
  "bad.zero": "Điểm từ 1 đến 10, không có điểm 0",
  "bad.count": "Chỉ gõ số nguyên, tối đa {digits} chữ số",
  "bad.choice": "Chỉ nhận: {options}",
  "bad.long": "Dài {length} ký tự, tối đa {max}",
  // Bar
  "save": "Lưu",
  "save.count": "Lưu {count} ô",
  "autosave": "Tự lưu",
  "advance": "Tự xuống dòng",
  "advance.help": "Gõ đủ hai chữ số (85 là 8,5; 10 là 10) thì tự sang em kế tiếp",
  "totals": "Đã nhập",
  "totals.mean": "TB {figure}",
  "totals.sum": "Tổng {figure}",
  "missing": "Chỉ hiện em còn thiếu",
  "missing.count": "{count} em còn thiếu",
  "reason": "Lý do sửa điểm đã lưu",
  "keys": "Phím tắt",
  "column": "Cột đang nhập",
  "column.previous": "Cột trước",
  "column.next": "Cột sau",
  "name": "Họ và tên",
  "bad.goto": "Tới ô sai",
  // Status
  "status.unsaved": "{count} ô chưa lưu",
  "status.bad": "{count} ô sai",
  "status.conflict": "{count} ô cần chọn",
  "status.saving": "Đang lưu…",
  "status.saved": "Đã lưu {time}",
  "status.nothing": "Không có ô nào cần lưu",
  "cell.saved": "{cells}, đã lưu",
  "cell.kept": "{cells}, giữ trên máy này, chưa gửi",
  "cells": "{count} ô",
  "cell.bad": "{cell}: {reason}",
  "cell.empty": "trống",
  "cell.readonly": "Ô này không sửa được",
  "provisional": "Tạm tính, chưa lưu",
  "stale": "Đang tính lại",
  // Notices
  "locked": "Sổ điểm đã khoá ({by}, {at}): {reason}",
  "locked.kept": "Các ô thầy cô đã gõ vẫn hiện ở đây nhưng không được lưu.",
  "offline": "Không kết nối được máy chủ. {count} ô thầy cô gõ vẫn được giữ trên máy này, sẽ tự gửi lại sau {seconds} giây.",
  "retry": "Gửi lại ngay",
  "failed": "Chưa lưu được. Các ô thầy cô gõ vẫn được giữ.",
  "failed.status": "Máy chủ gặp lỗi (mã {status}). Các ô thầy cô gõ vẫn được giữ; hãy bấm Lưu để gửi lại.",
  "away": "{count} ô đã gõ trên máy này không lưu được, vì em hoặc cột đó không còn nhập được trong sổ: {cells}.",
  "unkept": "Trình duyệt này không cất được gì: hãy giữ trang này mở cho đến khi lưu xong.",
  "restored": "Đã khôi phục {count} ô thầy cô gõ lúc {at} mà chưa lưu.",
  "restored.send": "Lưu ngay",
  "restored.drop": "Bỏ các ô này",
  "pasted": "Đã dán {count} ô.",
  "pasted.bad": "{count} ô sai, xem lý do trong ô.",
  "pasted.over": "Khối dán có {rows} dòng nhưng từ ô này chỉ còn {left} em: {over} dòng cuối không được dán.",
  "pasted.outside": "Bỏ qua {count} ô nằm ngoài phần nhập được.",
  // Two people, one cell
  "conflict.title": "Có người vừa sửa cùng ô. Thầy cô chọn giá trị nào?",
  "conflict.line": "{cell}: thầy cô gõ {yours}; {by} đã lưu {theirs} lúc {at}.",
  "conflict.somebody": "người khác",
  "conflict.mine": "Giữ {value} của tôi",
  "conflict.theirs": "Lấy {value}",
  "conflict.all.mine": "Giữ tất cả của tôi",
  "conflict.all.theirs": "Lấy tất cả giá trị đã lưu",
  // Session
  "expired.title": "Phiên đăng nhập đã hết",
  "expired.kept": "{count} ô thầy cô gõ vẫn được giữ trên máy này. Đăng nhập lại rồi gửi tiếp.",
  "expired.tab": "Đăng nhập ở thẻ mới",
  "expired.here": "Đăng nhập tại đây",
  "expired.resend": "Tôi đã đăng nhập, gửi lại",
  "expired.later": "Để sau",
  // What the keys do
  "key.down": "em kế tiếp",
  "key.up": "em phía trên",
  "key.beside": "cột bên cạnh",
  "key.tab": "cột nhập kế tiếp, cột trước; ở cột cuối thì ra khỏi bảng",
  "key.edit": "sửa ô; gõ số cũng là sửa",
  "key.cancel": "bỏ sửa",
  "key.clear": "xoá ô",
  "key.row": "cột đầu, cột cuối",
  "key.grid": "ô đầu bảng, ô cuối bảng",
  "key.undo": "hoàn tác, làm lại",
  "key.fill": "chép ô phía trên; thêm Shift: chép ô này xuống mọi ô trống bên dưới",
  "key.paste": "dán khối ô từ Excel",
  "key.save": "lưu",
} as const;

export type TextKey = keyof typeof VIETNAMESE;
export type GridSay = Say<TextKey>;

/** The keys and what they do, for the help under the grid. */
export const KEYS: readonly (readonly [string, TextKey])[] = [
  ["Enter, ↓", "key.down"],
  ["↑", "key.up"],
  ["← →", "key.beside"],
  ["Tab, Shift+Tab", "key.tab"],
  ["F2", "key.edit"],
  ["Esc", "key.cancel"],
  ["Delete", "key.clear"],
  ["Home, End", "key.row"],
  ["Ctrl+Home, Ctrl+End", "key.grid"],
  ["Ctrl+Z, Ctrl+Y", "key.undo"],
  ["Ctrl+D", "key.fill"],
  ["Ctrl+V", "key.paste"],
  ["Ctrl+S", "key.save"],
];

/** The grid's texts, with the page's own replacements. */
export function gridTexts(own: Record<string, string> = {}): GridSay {
  return texts<TextKey>("mark-grid", VIETNAMESE, own);
}
