/** A directed graph over ids: for each id, the ids that it waits for. Ids without an entry wait for nothing. */
export type WaitGraph = ReadonlyMap<string, ReadonlySet<string>>;

interface Node {
  readonly id: string;
  readonly index: number;
  /** The smallest index that can be reached. */
  low: number;
  isOnStack: boolean;
  readonly rest: string[];
}

/**
 * The strongly connected components of the graph (Tarjan 1972, without recursion, so that a long chain cannot
 * exhaust the stack), each after all components that it waits for. Single ids are components too.
 */
export function components(graph: WaitGraph): readonly (readonly string[])[] {
  const nodes = new Map<string, Node>();
  const stack: Node[] = [];
  const found: (readonly string[])[] = [];

  const enter = (id: string): Node => {
    const index = nodes.size;
    const node = { id, index, low: index, isOnStack: true, rest: [...(graph.get(id) ?? [])] };
    nodes.set(id, node);
    stack.push(node);
    return node;
  };
  const leave = (node: Node): void => {
    if (node.low !== node.index) return;
    const component = stack.splice(stack.lastIndexOf(node));
    for (const member of component) member.isOnStack = false;
    found.push(component.map((member) => member.id));
  };

  for (const start of [...graph.keys()].sort()) {
    if (nodes.has(start)) continue;
    const path: Node[] = [enter(start)];
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const next = node.rest.pop();
      if (next !== undefined) {
        const seen = nodes.get(next);
        if (seen === undefined) path.push(enter(next));
        else if (seen.isOnStack) node.low = Math.min(node.low, seen.index);
        continue;
      }
      path.pop();
      leave(node);
      const parent = path.at(-1);
      if (parent !== undefined) parent.low = Math.min(parent.low, node.low);
    }
  }
  return found;
}

/**
 * The wave of every id in the graph, from 1: one more than the latest wave of what it waits for. The members of a
 * cycle share a wave: such a plan is refused, and only shown.
 */
export function waves(graph: WaitGraph): ReadonlyMap<string, number> {
  const wave = new Map<string, number>();
  for (const component of components(graph)) {
    let latest = 0;
    for (const id of component) {
      for (const before of graph.get(id) ?? []) {
        // Not there yet: a member of the same cycle.
        const known = wave.get(before);
        if (known !== undefined && known > latest) latest = known;
      }
    }
    for (const id of component) wave.set(id, latest + 1);
  }
  return wave;
}
