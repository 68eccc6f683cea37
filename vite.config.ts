import { defineConfig } from "vite";
import { prune } from "./islands/styles/prune.js";

// Entries keep their source path as the key in manifest.json, which is the name templates give to django-vite.
// The lazy islands are entries too, so that a page may preload the one it shows.
export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  css: { postcss: { plugins: [prune()] } },
  build: {
    outDir: "src/khuevan/site/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // Inlined data: URLs would need a wider content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // The service worker keeps its name: its address says whose worker it is.
      output: { entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "assets/[name]-[hash].js") },
      // htmx carries an eval that main.ts turns off and the policy forbids.
      checks: { eval: false },
      input: {
        styles: "islands/styles/main.css",
        main: "islands/main.ts",
        chart: "islands/chart/index.ts",
        "mark-grid": "islands/mark-grid/index.ts",
        "offline-shelf": "islands/offline-shelf/index.ts",
        "worker": "islands/worker/index.ts",
        "qr-reader": "islands/qr-reader/index.ts",
      },
    },
  },
});
