/** What a value was, each time that it changed, until `stop` is called. */
export function watched<Value>(read: () => Value): { seen: Value[]; stop: () => void } {
  const seen: Value[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(read()));
  });
  return { seen, stop };
}
