import { describe, expect, test } from "vitest";
import { ExpectedError } from "../../src/domain/exit.ts";
import { DEFAULT_BASE_URL, parseBaseUrl } from "../../src/elevenos/base-url.ts";

describe("a base URL is https, or http on loopback", () => {
  test.each([
    [DEFAULT_BASE_URL, "https://api.11os.com/v2"],
    ["https://api.example.com", "https://api.example.com/"],
    ["https://api.example.com/v2/", "https://api.example.com/v2"],
    ["http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/v2"],
    ["http://127.9.8.7/", "http://127.9.8.7/"],
    ["http://[::1]:8080", "http://[::1]:8080/"],
    ["http://localhost:8080", "http://localhost:8080/"],
  ])("%s is taken", (text, href) => {
    expect(parseBaseUrl(text).href).toBe(href);
  });

  test.each([
    ["http://api.example.com", /neither https nor http on loopback/],
    ["http://127.0.0.1.example.com", /neither https/],
    ["http://localhost.example.com", /neither https/],
    ["ftp://127.0.0.1", /neither https/],
    ["file:///etc/hosts", /neither https/],
    ["https://somebody:hunter2@api.example.com", /must not hold credentials/],
    ["https://hunter2@api.example.com", /must not hold credentials/],
    ["https://:hunter2@api.example.com", /must not hold credentials/],
    ["https://api.example.com/v2?key=hunter2", /query or a fragment/],
    ["https://api.example.com/v2#hunter2", /query or a fragment/],
    ["api.example.com/\u001b[2J", /"api.example.com\/\\u\{1b\}\[2J" is not a URL/],
    ["", /is not a URL/],
  ])("%s is not", (text, message) => {
    expect(() => parseBaseUrl(text)).toThrowError(message);
    try {
      parseBaseUrl(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ExpectedError);
      expect(error).toMatchObject({ exitCode: 4 });
      expect(String(error)).not.toContain("hunter2");
    }
  });
});
