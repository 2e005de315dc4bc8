import { vi } from 'vitest';

interface Watcher {
  watched: Set<Element>;
  tell: (row: Element, isNear: boolean) => void;
}

/** What the windows have and jsdom does not: how high rows are, and whether they are near the window. Put away by `vi.unstubAllGlobals`. */
export function inventRows() {
  const watchers: Watcher[] = [];
  const sizes: ((row: Element, height: number) => void)[] = [];
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly watched = new Set<Element>();
      constructor(tell: IntersectionObserverCallback) {
        const own = this as unknown as IntersectionObserver;
        watchers.push({ watched: this.watched, tell: (target, isIntersecting) => tell([{ target, isIntersecting } as IntersectionObserverEntry], own) });
      }
      observe(row: Element): void {
        this.watched.add(row);
      }
      unobserve(row: Element): void {
        this.watched.delete(row);
      }
      disconnect(): void {
        this.watched.clear();
      }
    },
  );
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(tell: ResizeObserverCallback) {
        const own = this as unknown as ResizeObserver;
        sizes.push((target, height) => tell([{ target, contentRect: { height } } as ResizeObserverEntry], own));
      }
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  return {
    measure(row: Element, height: number): void {
      for (const tell of sizes) tell(row, height);
    },
    /** A row comes near the window, or is far from it. */
    place(row: Element, isNear: boolean): void {
      for (const { watched, tell } of watchers) if (watched.has(row)) tell(row, isNear);
    },
  };
}
