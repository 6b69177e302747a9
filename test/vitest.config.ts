import { defineConfig } from "vitest/config";
import { alias } from "../build/rolldown.js";
import { schemaModules } from "../build/schema-modules.js";
import { versionModule } from "../build/version-module.js";

// What takes long (the program from outside, whole workflows, many killed processes) runs before a merge, and not at
// every save: `npm run test:thorough`.
const thorough = ["test/acceptance/**", "test/**/*.thorough.test.ts"];
const isThorough = process.env.THOROUGH === "1";

export default defineConfig({
  plugins: [schemaModules(), versionModule()],
  resolve: { alias },
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    exclude: isThorough ? [] : thorough,
    // A worker keeps what it has imported: most of the time would go into importing it again for every file. So a test
    // that replaces a module is one of the thorough.
    isolate: isThorough,
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 30_000,
    // Tests of the real binary wait for other processes: one worker a core leaves none of them idle.
    maxWorkers: "100%",
    env: { NO_COLOR: "1" },
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/main.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
