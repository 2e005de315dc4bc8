/** Resolves once what is in the document now has been painted: two frames on. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    // A hidden window paints no frames; it should not wait for ever.
    const waiting = setTimeout(resolve, 1_000);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(waiting);
        resolve();
      }),
    );
  });
}
