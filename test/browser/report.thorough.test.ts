import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeOutlook } from "../../src/planning/outlook.ts";
import { planHtml } from "../../src/reporting/html/plan-html.ts";
import { statusHtml } from "../../src/reporting/html/status-html.ts";
import { declared, live, liveSite, mapping, planSites, site, tombstone, unit } from "../planning/build.ts";
import { HOSTILE } from "../reporting/hostile.ts";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const isThere = existsSync(CHROMIUM);

/** Nothing of the browser's own may look like a request of the report's. */
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];

/** Somebody for each number: most stay as they are, some are new, change, move or end. */
function population(size: number, nameOf: (index: number) => string = (index) => `resident ${index}`) {
  const wanted = [];
  const there = [];
  for (let index = 0; index < size; index += 1) {
    const email = `r${index}@example.com`;
    const place = unit(String(101 + (index % 40)), "Hudson", String(1 + Math.floor(index / 40)));
    const facts = { unit: place, lastName: nameOf(index) };
    if (index % 10 === 1) wanted.push(tombstone(email, "terminated"));
    else if (index % 10 === 2) wanted.push(declared(email, { ...facts, phone: "1" }));
    else wanted.push(declared(email, { ...facts, accessStart: "2025-01-01" }));
    if (index % 10 !== 3) there.push(live(email, facts));
  }
  const wide = site(wanted, { limits: { create: "90%", update: "90%", terminate: "5%" } });
  const mappings = wanted.flatMap(({ unit: place }) => (place === undefined ? [] : [mapping(place)]));
  const sites = [
    { declared: wide, live: liveSite(there, { mappings }) },
    { declared: site([declared("oak@example.com", { unit: "101" })], { name: "oak" }), live: liveSite([]) },
  ];
  const plan = planSites(sites);
  const outlook = makeOutlook({
    plan,
    declared: sites.map((one) => one.declared),
    live: new Map(sites.map((one) => [one.declared.name, one.live])),
    until: null,
  });
  return { plan: { ...plan, outlook }, outlook };
}

/** Opens a report from disk; the test fails for anything the browser complains of, and for any request but the file. */
async function open(context: BrowserContext, html: string): Promise<Page> {
  const directory = mkdtempSync(path.join(tmpdir(), "residentctl-report-"));
  const file = path.join(directory, "report.html");
  writeFileSync(file, html);
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("console", (message) => trouble.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const { href } = pathToFileURL(file);
  page.on("request", (request) => {
    if (request.url() !== href) trouble.push(`request: ${request.url()}`);
  });
  onTestFinished(async () => {
    await page.close();
    rmSync(directory, { recursive: true, force: true });
    expect(trouble).toEqual([]);
  });
  await page.goto(href);
  return page;
}

/** How many elements the page holds: templates wait outside of it. */
const size = (page: Page) => page.locator("*").count();

/** A frame of a fast scroll from the top is not kept waiting. */
async function expectSmooth(page: Page): Promise<void> {
  const frames: number[] = await page.evaluate(`new Promise((done) => {
    const frames = [];
    let last = performance.now();
    scrollTo(0, 0);
    function step(now) {
      frames.push(now - last);
      last = now;
      scrollBy(0, 900);
      if (frames.length < 30) requestAnimationFrame(step);
      else done(frames);
    }
    requestAnimationFrame(step);
  })`);
  const typical = [...frames].sort((a, b) => a - b)[15];
  // 60 frames a second have 17 ms each; a busy machine may take some more.
  expect(typical).toBeLessThan(100);
}

const WHY = `skipped: there is none at ${CHROMIUM}; apt-get install chromium, or name one in CHROMIUM`;

describe.skipIf(!isThere)(isThere ? "a report in Chromium" : `a report in Chromium (${WHY})`, () => {
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  });

  afterAll(() => browser.close());

  test("of 20 residents has every row, and filters by text, site, kind and unit", async () => {
    const page = await open(context, planHtml(population(20).plan));
    const changes = page.locator("#changes tbody tr");
    const units = page.locator("#units-0 tbody tr");
    expect(await changes.count()).toBe(7);
    expect(await units.count()).toBe(20);

    await page.getByLabel("Text").fill("R12@EXAMPLE hudson");
    expect(await changes.allTextContents()).toEqual([expect.stringContaining("r12@example.com")]);
    expect(await page.locator("[data-count=changes]").textContent()).toBe("1 of 7 changes");
    expect(await page.getByRole("status").textContent()).toBe("2 of 28 rows");

    await page.getByLabel("Text").fill("");
    await page.getByLabel("Site").selectOption("oak");
    expect(await changes.count()).toBe(1);
    expect(await page.locator("details:visible").count()).toBe(1);

    await page.getByLabel("Site").selectOption("");
    await page.getByLabel("Kind").selectOption("terminate");
    expect(await changes.allTextContents()).toEqual([
      expect.stringContaining("r11@example.com"),
      expect.stringContaining("r1@example.com"),
    ]);
    await page.getByLabel("Kind").selectOption("");
    await page.getByLabel("Timelines").selectOption("gap");
    expect(await units.count()).toBe(2);
  });

  test("of 5,000 residents scrolls smoothly to the last row, in a page that stays small", async () => {
    const { plan } = population(5000);
    const page = await open(context, planHtml(plan));
    await page.getByLabel("Timelines").selectOption("");
    expect(await page.locator("#units-0").getAttribute("aria-rowcount")).toBe("5001");
    expect(await size(page)).toBeLessThan(6000);
    for (const share of [0.3, 0.6, 0.9]) {
      await page.evaluate(`scrollTo(0, document.body.scrollHeight * ${share})`);
      await expect
        .poll(
          () =>
            page.evaluate(
              `document.elementFromPoint(300, 450)?.closest('tr')?.classList.contains('space') === false`,
            ),
          { interval: 20 },
        )
        .toBe(true);
      expect(await size(page)).toBeLessThan(6000);
    }
    const last = page.locator('#units-0 tr[aria-rowindex="5001"]');
    await page.evaluate("document.querySelector('#units-0').tBodies[124].scrollIntoView()");
    await last.waitFor();
    expect(await last.textContent()).toContain("Hudson/125/140");
    await expectSmooth(page);
    await page.getByLabel("Text").fill("r4999@example.com");
    expect(await page.locator("#units-0 tbody tr").count()).toBe(1);
  });

  test("is used with the keyboard alone, and in its order", async () => {
    const page = await open(context, planHtml(population(60).plan));
    const reached: string[] = [];
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(`(() => {
        const one = document.activeElement;
        const outline = getComputedStyle(one).outlineStyle;
        const name = (one.labels?.[0] ?? one).textContent.trim().split(/\\s/).slice(0, 2).join(" ");
        return name + (outline === "none" ? " UNSEEN" : "");
      })()`);
      reached.push(String(focus));
    }
    expect(reached).toEqual([
      "Skip to",
      "Summary",
      "Refused",
      "Changes",
      "Units over",
      "accept: ",
      "Text",
      "Site All",
      "Kind All+",
      "Timelines All",
      "a: 60",
      "oak: 1",
    ]);
  });

  test("says to a screen reader what is what", async () => {
    const page = await open(context, planHtml(population(20).plan));
    for (const role of ["banner", "navigation", "main", "search"] as const) {
      expect(await page.getByRole(role).count(), role).toBe(1);
    }
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Plan for 2 sites");
    const table = page.getByRole("table", { name: "Changes, by site and kind" });
    expect(await table.getByRole("columnheader").count()).toBe(5);
    expect(await table.getByRole("rowheader").count()).toBe(7);
    expect(await page.getByRole("region", { name: "Units over time" }).count()).toBe(1);
  });

  test("is light or dark as its reader has it, and prints every row", async () => {
    const page = await open(context, statusHtml(population(600).outlook, false));
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    await page.emulateMedia({ colorScheme: "light" });
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await background()).toBe("rgb(20, 24, 29)");
    expect(await page.locator("#residents tbody tr[data-site]").count()).toBeLessThan(601);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("#residents tbody tr[data-site]").count()).toBe(601);
  });

  test("makes nothing of hostile names", async () => {
    const names = [
      ...HOSTILE,
      "</script><script>alert(1)</script>",
      "\"'><img src=x onerror=alert(1)>",
      "مرحبا 👩‍🚀",
    ];
    const { plan } = population(40, (index) => names[index % names.length] ?? "x");
    const page = await open(context, planHtml(plan));
    expect(await page.locator("img, iframe, object, link, form").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(1);
  });
});
