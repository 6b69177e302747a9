/** The middle value; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  if (low === undefined || high === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}

/**
 * How something grows with size: the slope of the line of least squares through the logarithms. 1: linear, 2: with the
 * square. Below 1 where a fixed part, such as starting Node, weighs on the small sizes.
 */
export function growthExponent(points: readonly { readonly size: number; readonly value: number }[]): number {
  const logs = points.map(({ size, value }) => ({ x: Math.log(size), y: Math.log(value) }));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(logs.map((point) => point.x));
  const y = mean(logs.map((point) => point.y));
  const spread = logs.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  if (spread === 0) throw new Error("Growth needs two sizes.");
  return logs.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}
