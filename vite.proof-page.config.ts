import { defineConfig } from "vite";

// The page that checks transcripts without a network: one script and one style, which the server puts into one file.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "src/khuevan/site/static/dist/proof-page",
    emptyOutDir: true,
    target: "es2022",
    lib: { entry: "islands/proof-page/index.ts", formats: ["iife"], name: "page", fileName: () => "page.js", cssFileName: "page" },
  },
});
