// A PostCSS step: leaves out of the layer "tabler" the rules for classes that occur nowhere in our sources.
// Tabler is 79 kB compressed, and a page shows a small part of it. Our own styles are never touched, so only
// Tabler's class names must stand in templates and scripts as whole words, never put together from parts.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const WORD = /[A-Za-z_][\w-]*/g;
const SOURCES = { src: /\.(html|py)$/, islands: /\.ts$/ };

function usedWords() {
  const words = new Set();
  for (const [folder, kind] of Object.entries(SOURCES)) {
    const files = readdirSync(folder, { recursive: true }).filter((name) => kind.test(name));
    for (const file of files) for (const [word] of readFileSync(join(folder, file), "utf8").matchAll(WORD)) words.add(word);
  }
  return words;
}

function inTabler(rule) {
  for (let parent = rule.parent; parent; parent = parent.parent) {
    if (parent.type === "atrule" && parent.name === "layer" && parent.params === "tabler") return true;
  }
  return false;
}

/** Whether every class of a selector is used; what :not() excludes need not be. */
export function isUsed(selector, words) {
  const classes = selector.replace(/:not\([^()]*(\([^()]*\)[^()]*)*\)/g, "").match(/\.[A-Za-z_][\w-]*/g) ?? [];
  return classes.every((name) => words.has(name.slice(1)));
}

export function prune() {
  return {
    postcssPlugin: "prune-tabler",
    OnceExit(root) {
      const words = usedWords();
      root.walkRules((rule) => {
        if (!inTabler(rule) || rule.parent.type === "atrule" && rule.parent.name.endsWith("keyframes")) return;
        rule.selectors = rule.selectors.filter((selector) => isUsed(selector, words));
        if (rule.selector === "") rule.remove();
      });
    },
  };
}
