import { describe, expect, test } from "vitest";
import { ExpectedError } from "../../src/domain/exit.ts";
import { readCredentials } from "../../src/elevenos/credentials.ts";

const EMAIL = "operator@example.com";
const PASSWORD = "hunter2 ";

describe("credentials come from the environment", () => {
  test.each([
    ["a token", { ELEVENOS_TOKEN: "abc.def" }, { token: "abc.def", login: null }],
    ["a token with the line break of its file", { ELEVENOS_TOKEN: "abc\n" }, { token: "abc", login: null }],
    [
      "e-mail and password, which is taken as it is",
      { ELEVENOS_EMAIL: EMAIL, ELEVENOS_PASSWORD: PASSWORD },
      { token: null, login: { email: EMAIL, password: PASSWORD } },
    ],
    [
      "all three: the token, and what renews it",
      { ELEVENOS_TOKEN: "abc", ELEVENOS_EMAIL: EMAIL, ELEVENOS_PASSWORD: PASSWORD },
      { token: "abc", login: { email: EMAIL, password: PASSWORD } },
    ],
    [
      "a token and half a login",
      { ELEVENOS_TOKEN: "abc", ELEVENOS_EMAIL: EMAIL },
      { token: "abc", login: null },
    ],
  ])("%s", (_name, env, credentials) => {
    expect(readCredentials(env)).toEqual(credentials);
  });

  test.each([
    ["nothing", {}, /There are no credentials/],
    ["empty variables", { ELEVENOS_TOKEN: "", ELEVENOS_EMAIL: "", ELEVENOS_PASSWORD: "" }, /no credentials/],
    ["no password", { ELEVENOS_EMAIL: EMAIL }, /^ELEVENOS_EMAIL is set and ELEVENOS_PASSWORD is not/],
    ["no e-mail", { ELEVENOS_PASSWORD: PASSWORD }, /^ELEVENOS_PASSWORD is set and ELEVENOS_EMAIL is not/],
    ["a token with a line break in it", { ELEVENOS_TOKEN: "hunter2\nx" }, /ELEVENOS_TOKEN holds characters/],
    [
      "an e-mail with a colon",
      { ELEVENOS_EMAIL: "hunter2:x", ELEVENOS_PASSWORD: "p" },
      /ELEVENOS_EMAIL holds a colon/,
    ],
  ])("%s is an error that names variables and no values", (_name, env, message) => {
    expect(() => readCredentials(env)).toThrowError(message);
    try {
      readCredentials(env);
    } catch (error) {
      expect(error).toBeInstanceOf(ExpectedError);
      expect(error).toMatchObject({ exitCode: 4 });
      expect(JSON.stringify([String(error), error])).not.toMatch(/hunter2|operator@/);
    }
  });
});
