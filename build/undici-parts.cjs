// @ts-nocheck: undici has types for the whole of it only.
// The parts of undici that the program uses. Its own entry loads all that it has, from mocks to WebSockets, which takes
// 40 ms whenever the API is spoken to.
const Dispatcher = require("../node_modules/undici/lib/dispatcher/dispatcher.js");

Dispatcher.prototype.request = require("../node_modules/undici/lib/api/api-request.js");

exports.Agent = require("../node_modules/undici/lib/dispatcher/agent.js");
exports.Pool = require("../node_modules/undici/lib/dispatcher/pool.js");
