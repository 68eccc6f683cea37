import { describe, expect, it } from "vitest";
import { pasteBlock, splitBlock } from "../../../islands/mark-grid/paste";
import type { Row } from "../../../islands/mark-grid/types";
import { average, midterm, say, test } from "./columns";

const pupil = (id: string, readonly = false): Row => ({ id, name: id, cells: {}, readonly });
const rows = [pupil("an"), pupil("binh"), pupil("chi", true)];
const columns = [midterm, average, test];

describe("a block from a spreadsheet", () => {
  it.each([
    ["8,5", [["8,5"]]],
    ["8,5\r\n7\r\n", [["8,5"], ["7"]]],
    ["8\t9\n\t7", [["8", "9"], ["", "7"]]],
    ["8\n\n7", [["8"], [""], ["7"]]],
    ['"Chăm\nhọc ""tốt"""\t9', [['Chăm\nhọc "tốt"', "9"]]],
    ['"chưa đóng\t9', [['"chưa đóng', "9"]]],
  ])("splits %j", (text, block) => {
    expect(splitBlock(text)).toEqual(block);
  });

  it("fills down and right, each cell checked by its own column", () => {
    const pasted = pasteBlock([["8.50", "x", "9.0"], ["11,5", "", "10"]], { r: 0, c: 0 }, rows, columns, say);
    expect(pasted.entries).toEqual([
      { row: "an", column: "gk", shown: { value: 85 } },
      { row: "an", column: "kt", shown: { value: 9 } },
      { row: "binh", column: "gk", shown: { value: null, bad: { text: "11,5", reason: "Điểm từ 0 đến 10" } } },
      { row: "binh", column: "kt", shown: { value: 10 } },
    ]);
    expect([pasted.bad, pasted.outside]).toEqual([1, 1]);
  });

  it("counts what falls on pupils who are not edited or beyond the table", () => {
    const pasted = pasteBlock([["8"], ["9"], ["7"]], { r: 1, c: 0 }, rows, columns, say);
    expect([pasted.outside, pasted.over]).toEqual([1, 1]);
  });

  it("leaves cells alone that nobody may edit", () => {
    const exempt = { ...pupil("dung"), closed: { gk: "Em được miễn học" } };
    const pasted = pasteBlock([["8", "", "9"]], { r: 0, c: 0 }, [exempt], columns, say);
    expect([pasted.entries.map(({ column }) => column), pasted.outside]).toEqual([["kt"], 1]);
  });

  it("leaves marks where the block is empty", () => {
    expect(pasteBlock([["", " "]], { r: 0, c: 0 }, rows, columns, say).entries).toEqual([]);
  });
});
