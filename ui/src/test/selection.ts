import { vi } from 'vitest';

/** What the windows have and jsdom does not: a selection inside a tree, and where it stands. */
export function inventSelection() {
  let range: Range | null = null;
  Range.prototype.getBoundingClientRect = () => new DOMRect(0, 300, 10, 10);
  const select = vi.spyOn(Selection.prototype, 'setBaseAndExtent').mockImplementation((from, begins, to, ends) => {
    range = document.createRange();
    range.setStart(from as Node, begins);
    range.setEnd(to as Node, ends);
  });
  const clear = vi.spyOn(Selection.prototype, 'removeAllRanges').mockImplementation(() => void (range = null));
  Object.assign(Selection.prototype, { getComposedRanges: () => (range === null ? [] : [range]) });
  return {
    clear,
    range: () => range,
    forget() {
      select.mockRestore();
      clear.mockRestore();
      Reflect.deleteProperty(Selection.prototype, 'getComposedRanges');
      Reflect.deleteProperty(Range.prototype, 'getBoundingClientRect');
    },
  };
}
