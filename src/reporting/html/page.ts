import { createHash } from "node:crypto";
import { html, type Markup, trusted } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

/** A report: what stands above it, where it can be gone to, and what it holds. */
export interface Page {
  readonly title: string;
  readonly lead: string;
  /** Headings of the sections, by the id of each. */
  readonly sections: readonly (readonly [id: string, heading: string])[];
  readonly main: Markup;
}

/**
 * One self-contained file. Its policy lets nothing run or be shown but the one script and the one style sheet that
 * are in it, by their hashes, and lets nothing be fetched.
 */
export function htmlPage({ title, lead, sections, main }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashSource(STYLE)}`,
    `script-src ${hashSource(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const links = sections.map(([id, heading]) => html`<li><a href="#${id}">${heading}</a></li>`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header><h1>${title}</h1><p>${lead}</p></header>
<nav aria-label="Sections"><ul>${links}</ul></nav>
<main id="main" tabindex="-1">
<noscript><p class="note">Without JavaScript nothing can be filtered, and of long tables the beginning is shown.</p></noscript>
${main}
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

/** CSP Level 3: the hash of exactly what stands between the tags. */
function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
