import { expect, test } from "vitest";
import { withoutSecrets } from "../../src/elevenos/without-secrets.ts";

test("secrets lose their value and keep their type, however deep; everything else stays", () => {
  const answer = {
    Error: null,
    Mappings: [{ Unit: "105", SSID: "Hudson", Vlan: 12, Passphrase: "correct horse" }, "text", 7],
    access_token: "abc",
    Secrets: { list: ["a", 1, null, true], deeper: { x: "y" } },
    psk: null,
  };
  expect(withoutSecrets(answer)).toEqual({
    Error: null,
    Mappings: [{ Unit: "105", SSID: "Hudson", Vlan: 12, Passphrase: "***" }, "text", 7],
    access_token: "***",
    Secrets: { list: ["***", 0, null, true], deeper: { x: "***" } },
    psk: null,
  });
  expect(answer.access_token).toBe("abc");
});
