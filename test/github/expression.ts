/** What an expression may refer to: `github`, `needs` and so on. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Functions such as `always` and `fromJSON`. */
export type Functions = Readonly<Record<string, (...values: unknown[]) => unknown>>;

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|(\d+)|([A-Za-z_][\w-]*(?:\.[A-Za-z_*][\w-]*)*)|(==|!=|&&|\|\||>=|<=|[!<>(),]))/y;

/** The value of a GitHub Actions expression, in as far as the workflows here need it; anything else is an error. */
export function evaluate(expression: string, contexts: Contexts, functions: Functions): unknown {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = expression.trim();
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`cannot read the expression at «${text.slice(at)}»`);
    tokens.push(match[0].trim());
  }
  let next = 0;
  const take = (token: string): boolean => {
    if (tokens[next] !== token) return false;
    next += 1;
    return true;
  };

  function primary(): unknown {
    if (take("!")) return !isTrue(primary());
    if (take("(")) {
      const value = or();
      if (!take(")")) throw new Error(`no ) in ${expression}`);
      return value;
    }
    const token = tokens[next] ?? "";
    next += 1;
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (take("(")) {
      const values: unknown[] = [];
      while (!take(")")) {
        values.push(or());
        take(",");
      }
      const called = functions[token];
      if (called === undefined) throw new Error(`no function ${token}`);
      return called(...values);
    }
    return token.split(".").reduce<unknown>(field, contexts) ?? "";
  }

  function compare(): unknown {
    const left = primary();
    if (take("==")) return `${left}` === `${primary()}`;
    if (take("!=")) return `${left}` !== `${primary()}`;
    if (take(">")) return Number(left) > Number(primary());
    return left;
  }

  function and(): unknown {
    let value = compare();
    while (take("&&")) {
      const right = compare();
      value = isTrue(value) ? right : value;
    }
    return value;
  }

  function or(): unknown {
    let value = and();
    while (take("||")) {
      const right = and();
      value = isTrue(value) ? value : right;
    }
    return value;
  }

  const value = or();
  if (next < tokens.length) throw new Error(`cannot read «${tokens.slice(next).join(" ")}» in ${expression}`);
  return value;
}

/** What GitHub takes for true. */
export function isTrue(value: unknown): boolean {
  return value !== "" && value !== false && value !== 0 && value !== null && value !== undefined;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Reflect.get(value, name);
}

/** A text with every `${{ … }}` in it replaced. */
export function interpolate(text: string, contexts: Contexts, functions: Functions): string {
  return text.replaceAll(
    /\$\{\{(.*?)\}\}/gs,
    (_, expression: string) => `${evaluate(expression, contexts, functions)}`,
  );
}
