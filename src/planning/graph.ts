/** A directed graph over ids: for each id, the ids that it waits for. Ids without an entry wait for nothing. */
export type WaitGraph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The strongly connected components of the graph (Tarjan 1972, without recursion, so that a long chain cannot
 * exhaust the stack), each after all components that it waits for. Single nodes are components too.
 */
export function components(ids: readonly string[], graph: WaitGraph): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const found: (readonly string[])[] = [];

  const enter = (id: string): Frame => {
    index.set(id, index.size);
    low.set(id, index.size - 1);
    stack.push(id);
    onStack.add(id);
    return { id, rest: [...(graph.get(id) ?? [])] };
  };
  const lower = (id: string, value: number): void => {
    low.set(id, Math.min(low.get(id) ?? value, value));
  };

  for (const start of ids) {
    if (index.has(start)) continue;
    const frames: Frame[] = [enter(start)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const next = frame.rest.pop();
      if (next !== undefined) {
        const seen = index.get(next);
        if (seen === undefined) frames.push(enter(next));
        else if (onStack.has(next)) lower(frame.id, seen);
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      const own = low.get(frame.id) ?? 0;
      if (parent !== undefined) lower(parent.id, own);
      if (own === index.get(frame.id)) {
        const component = stack.splice(stack.lastIndexOf(frame.id));
        for (const id of component) onStack.delete(id);
        found.push(component);
      }
    }
  }
  return found;
}

interface Frame {
  readonly id: string;
  readonly rest: string[];
}

/**
 * The wave of every id, from 1: one more than the latest wave of what it waits for. The members of a cycle
 * share a wave: such a plan is refused, and only shown.
 */
export function waves(ids: readonly string[], graph: WaitGraph): ReadonlyMap<string, number> {
  const wave = new Map<string, number>();
  for (const component of components(ids, graph)) {
    const members = new Set(component);
    let latest = 0;
    for (const id of component) {
      for (const before of graph.get(id) ?? []) {
        if (!members.has(before)) latest = Math.max(latest, wave.get(before) ?? 0);
      }
    }
    for (const id of component) wave.set(id, latest + 1);
  }
  return wave;
}
