// The validators of the JSON Schemas in `schemas/`, compiled when the program is built: `built:validators/plan` is a
// module with ajv's standalone code. Nothing is written to disk, so that nothing can be stale: the bundler and vitest
// both ask this plugin. What such a module exports is declared in `src/built.d.ts`.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { _ } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

const ROOT = new URL("../", import.meta.url);
const PREFIX = "built:validators/";

/**
 * The modules: what each exports, as `FILE` or `FILE#/$defs/NAME` in `schemas/`, and how ajv compiles that.
 *
 * @type {Readonly<Record<string, { exports: Readonly<Record<string, string>>, options: import("ajv").Options }>>}
 */
const MODULES = {
  declarations: {
    exports: { Project: "project.schema.json", Site: "site.schema.json", Residents: "residents.schema.json" },
    options: { allErrors: true, verbose: true, allowUnionTypes: true, strictRequired: false },
  },
  plan: {
    exports: { validatePlan: "plan.schema.json" },
    options: { allErrors: true, allowUnionTypes: true, strictRequired: false },
  },
  "emulator-seed": {
    exports: { validateSeed: "emulator-seed.schema.json" },
    options: { allErrors: true, allowUnionTypes: true },
  },
  "emulator-control": {
    exports: {
      faults: "emulator-control.schema.json#/$defs/faults",
      clock: "emulator-control.schema.json#/$defs/clock",
      onboard: "emulator-control.schema.json#/$defs/onboard",
    },
    options: { discriminator: true, allowUnionTypes: true, strictTypes: false },
  },
  answers: {
    exports: {
      teams: "api/teams.schema.json",
      sites: "api/sites.schema.json",
      mappings: "api/mappings.schema.json",
      residents: "api/residents.schema.json",
    },
    options: { allErrors: true, allowUnionTypes: true },
  },
};

/** Where the formats that ajv does not know are: they are code of ours, and the modules import them. */
const FORMATS = fileURLToPath(new URL("src/emulator/seed-formats.ts", ROOT));

/**
 * A plugin, for rolldown and for vite alike.
 *
 * @returns {{ name: string, resolveId(id: string): string | null, load(id: string): string | null }}
 */
export function schemaModules() {
  return {
    name: "schema-modules",
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    load: (id) => (id.startsWith(`\0${PREFIX}`) ? moduleText(id.slice(PREFIX.length + 1)) : null),
  };
}

/** @param {string} name */
function moduleText(name) {
  const wanted = MODULES[name];
  if (wanted === undefined) throw new Error(`There is no module ${PREFIX}${name}.`);
  const files = [...new Set(Object.values(wanted.exports).map((place) => place.split("#")[0] ?? place))];
  const schemas = files.map((file) => JSON.parse(readFileSync(new URL(`schemas/${file}`, ROOT), "utf8")));
  const ajv = new Ajv2020({
    ...wanted.options,
    code: { source: true, esm: true, lines: true, formats: _`formats` },
  });
  // Only their names count here: the code calls the functions of FORMATS.
  for (const format of ["instant", "timezone"]) ajv.addFormat(format, () => true);
  /** @type {Record<string, string>} */
  const ids = {};
  for (const [index, schema] of schemas.entries()) {
    ajv.addSchema(schema, schema.$id ?? files[index]);
    for (const [exported, place] of Object.entries(wanted.exports)) {
      const [file, pointer] = place.split("#");
      if (file === files[index]) ids[exported] = (schema.$id ?? file) + (pointer ? `#${pointer}` : "");
    }
  }
  const code = standalone.default(ajv, ids);
  const formats = /\bformats\b/.test(code) ? `import * as formats from ${JSON.stringify(FORMATS)};\n` : "";
  return `${formats}${withImports(code)}\n${rootsText(files, schemas)}`;
}

/**
 * The schemas themselves, for those who look at what they say. Left out of the bundle where nobody does.
 *
 * @param {readonly string[]} files
 * @param {readonly unknown[]} schemas
 */
function rootsText(files, schemas) {
  const entries = files.map((file, index) => `${JSON.stringify(file)}: ${JSON.stringify(schemas[index])}`);
  return `export const schemas = { ${entries.join(", ")} };\n`;
}

/**
 * ajv's standalone code requires its helpers, also where it is an ES module.
 *
 * @param {string} code
 */
function withImports(code) {
  /** @type {string[]} */
  const imports = [];
  const text = code.replaceAll(/require\("([^"]+)"\)\.default/g, (_all, specifier) => {
    const name = `helper${imports.length}`;
    imports.push(`import ${name}Module from ${JSON.stringify(`${specifier}.js`)};`);
    imports.push(`const ${name} = ${name}Module.default ?? ${name}Module;`);
    return name;
  });
  if (text.includes("require(")) throw new Error("The compiled schema requires something unexpected.");
  return `${imports.join("\n")}\n${text}`;
}
