/** `rows` with the one at `from` taken to `to`. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const row = rows[from];
  if (row === undefined) return [...rows];
  const rest = rows.filter((_, at) => at !== from);
  const place = Math.min(Math.max(to, 0), rest.length);
  return [...rest.slice(0, place), row, ...rest.slice(place)];
}

/** The place that a row dragged from `from` has at height `y`, given the middles of all rows from top to bottom. */
export function placeAt(y: number, middles: readonly number[], from: number): number {
  return middles.filter((middle, at) => at !== from && middle < y).length;
}
