import type { AcceptedPlugin } from "postcss";

export function isUsed(selector: string, words: Set<string>): boolean;
export function prune(): AcceptedPlugin;
