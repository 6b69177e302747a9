/** Texts that somebody would like a renderer to make something of, and what must not be in what it renders. */
export const HOSTILE: readonly string[] = [
  "<img src=x onerror=alert(1)>",
  "a | b || c",
  "`code` ``` fence",
  "@everyone and @octocat",
  "see #123, GH-45 and o/r#6",
  "[click](https://evil.example.com) ![x](http://evil.example.com/p.png)",
  "www.evil.example.com and https://evil.example.com",
  "\u001b[2J\u001b]8;;http://evil.example.com\u0007link",
  "=cmd()|' /C calc'!A0",
  "line\nbreak\r\n::error::hacked",
  "</details></summary><script>alert(1)</script>",
  "**bold** _it_ ~~gone~~ $math$ \\escape",
  "-->\n<!-- residentctl:plan digest=00 state= -->",
  "##[add-mask]everything",
  "%0A::set-output name=x::y",
  "\u202egnp.exe\u200b",
];
