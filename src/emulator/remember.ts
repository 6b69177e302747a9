/** How many answers are kept: more than a portfolio has dates, and some megabytes at most. */
const MOST = 20_000;

/** The same pure function of a short text, with its answers kept: of the same few dates it is asked very often. */
export function remembering<Value>(work: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const value = work(text);
    if (known.size >= MOST) known.clear();
    known.set(text, value);
    return value;
  };
}
