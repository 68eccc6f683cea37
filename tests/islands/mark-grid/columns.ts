import { gridTexts } from "../../../islands/mark-grid/texts";
import type { Column } from "../../../islands/mark-grid/types";

export const say = gridTexts();

export const midterm: Column = { key: "gk", label: "GK", title: "Điểm giữa kỳ", kind: "score", editable: true };
export const test: Column = { key: "kt", label: "KT", title: "Điểm kiểm tra", kind: "integer", editable: true };
export const absences: Column = { key: "absences", label: "Vắng", title: "Số buổi vắng", kind: "count", editable: true };
export const comment: Column = {
  key: "comment", label: "Nhận xét", title: "Nhận xét", kind: "text", editable: true, max_length: 12,
};
export const average: Column = { key: "average", label: "TB", title: "Trung bình", kind: "computed" };
export const level: Column = {
  key: "level", label: "Mức", title: "Mức đạt được", kind: "choice", editable: true,
  options: [
    { value: "T", label: "Hoàn thành tốt", short: "T", keys: ["t", "1"] },
    { value: "D", label: "Đạt", keys: ["đ", "d", "2"] },
  ],
};
