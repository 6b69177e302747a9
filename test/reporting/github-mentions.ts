/**
 * What GitHub makes a mention, an issue's or a commit's reference of when it shows this Markdown: it looks in the
 * finished HTML, in each run of text that is in no `<code>`, with character references resolved.
 */
export function mentionsIn(markdown: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  for (const part of markdown.split(/(<\/?[a-z][^>]*>)/)) {
    if (part === "<code>") depth += 1;
    else if (part === "</code>") depth -= 1;
    else if (depth === 0 && !part.startsWith("<")) found.push(...(resolved(part).match(MENTION) ?? []));
  }
  return found;
}

const MENTION = /@[a-z\d]|#\d|\bGH-\d|(?<![\w/])[\w.-]+\/[\w.-]+[#@]/gi;

function resolved(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
