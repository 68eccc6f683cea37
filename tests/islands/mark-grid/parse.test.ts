import { describe, expect, it } from "vitest";
import { format, givenName, moment } from "../../../islands/mark-grid/format";
import { parse } from "../../../islands/mark-grid/parse";
import type { Column, Value } from "../../../islands/mark-grid/types";
import { absences, comment, level, midterm, say, test } from "./columns";

const value = (typed: string, column: Column): Value => {
  const parsed = parse(typed, column, say);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};
const reason = (typed: string, column: Column): string => {
  const parsed = parse(typed, column, say);
  return parsed.ok ? `đã nhận ${parsed.value}` : parsed.reason;
};

describe("a score in tenths", () => {
  it.each([
    ["85", 85], ["8,5", 85], ["8.5", 85], ["8", 80], ["0", 0], ["00", 0], ["10", 100], ["100", 100], ["10,0", 100],
    ["0,5", 5], [",5", 5], ["11", 11], ["99", 99], [" 7,5 ", 75], ["８５", 85], ["", null], ["  ", null],
  ])("reads %j as %j", (typed, tenths) => {
    expect(value(typed, midterm)).toBe(tenths);
  });

  it.each([
    ["8,25", "Chỉ một chữ số sau dấu phẩy"], ["8,50", "Chỉ một chữ số sau dấu phẩy"],
    ["10,5", "Điểm từ 0 đến 10"], ["101", "Điểm từ 0 đến 10"], ["-1", "Điểm từ 0 đến 10"],
    ["8,", "Thiếu chữ số sau dấu phẩy"], ["05", "Gõ 0,5 hay 5?"],
    ["tám", "Chỉ gõ số, ví dụ 85 hoặc 8,5"], ["8/10", "Chỉ gõ số, ví dụ 85 hoặc 8,5"], ["1e1", "Chỉ gõ số, ví dụ 85 hoặc 8,5"],
  ])("refuses %j: %s", (typed, why) => {
    expect(reason(typed, midterm)).toBe(why);
  });

  it("reads back everything that it writes", () => {
    for (let tenths = 0; tenths <= 100; tenths += 1) expect(value(format(tenths, midterm), midterm)).toBe(tenths);
  });
});

describe("a whole mark of primary school", () => {
  it.each([["1", 1], ["10", 10], ["05", 5]])("reads %j", (typed, mark) => {
    expect(value(typed, test)).toBe(mark);
  });

  it.each([
    ["0", "Điểm từ 1 đến 10, không có điểm 0"], ["8,5", "Chỉ gõ số nguyên từ 1 đến 10"],
    ["11", "Chỉ gõ số nguyên từ 1 đến 10"], ["-1", "Chỉ gõ số nguyên từ 1 đến 10"],
  ])("refuses %j: %s", (typed, why) => {
    expect(reason(typed, test)).toBe(why);
  });
});

describe("a count", () => {
  it("is kept as digits", () => {
    expect([value("03", absences), value("0", absences), value("", absences)]).toEqual(["3", "0", null]);
  });

  it.each(["1,5", "-1", "1000", "hai"])("refuses %j", (typed) => {
    expect(reason(typed, absences)).toBe("Chỉ gõ số nguyên, tối đa 3 chữ số");
  });
});

describe("a choice", () => {
  it.each([["t", "T"], ["1", "T"], ["HOÀN THÀNH TỐT", "T"], ["đ", "D"], ["d", "D"], ["Đạt", "D"], ["Đạt", "D"]])(
    "reads %j as %s", (typed, code) => expect(value(typed, level)).toBe(code),
  );

  it("names what it takes", () => {
    expect(reason("x", level)).toBe("Chỉ nhận: T (Hoàn thành tốt), Đ (Đạt)");
  });
});

describe("a comment", () => {
  it("keeps line breaks and one form of each letter", () => {
    expect(value("Chăm\r\nhọc", comment)).toBe("Chăm\nhọc");
  });

  it("counts letters, not bytes", () => {
    expect(value("Tiến bộ rõ 👍", comment)).toBe("Tiến bộ rõ 👍");
    expect(reason("Tiến bộ rõ 👍!", comment)).toBe("Dài 13 ký tự, tối đa 12");
  });
});

describe("what a person reads", () => {
  it("writes scores with a comma, choices by their short name, nothing as nothing", () => {
    expect([format(100, midterm), format(5, midterm), format(null, midterm)]).toEqual(["10,0", "0,5", ""]);
    expect([format("T", level), format("D", level), format(9, test)]).toEqual(["T", "Đạt", "9"]);
  });

  it("calls a pupil by the given name", () => {
    expect(givenName(" Nguyễn Hoàng An ")).toBe("An");
  });

  it("tells the time in Vietnam, with the day when it is not today", () => {
    const now = new Date("2026-01-05T10:00:00Z");
    expect(moment("2026-01-05T07:03:00Z", now)).toBe("14:03");
    expect(moment("2026-01-04T07:03:00Z", now)).toBe("14:03 4/1/2026");
    expect(moment("hôm qua", now)).toBe("hôm qua");
  });
});
