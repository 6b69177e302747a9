// @ts-nocheck: what is replaced here is no public part of Node.
// With `node --require`: says on stderr which modules are loaded, Node's own by name and the others by file.
const { writeSync } = require("node:fs");
const Module = require("node:module");

const { _load: load, _resolveFilename: resolve } = Module;

Module._load = (request, ...rest) => {
  if (request.startsWith("node:")) writeSync(2, `loaded ${request}\n`);
  return load(request, ...rest);
};

Module._resolveFilename = (...args) => {
  const name = resolve(...args);
  writeSync(2, `loaded ${name}\n`);
  return name;
};
