/** What comes from the library is here by then; what is broken never comes. */
const PATIENCE_MS = 3_000;

/** Opens the system's dialog for printing once all pictures of a text are there: those out of sight are not loaded before. */
export async function print(...parts: readonly (ParentNode | null | undefined)[]): Promise<void> {
  const pictures = parts.flatMap((part) => [...(part?.querySelectorAll('img') ?? [])]);
  for (const picture of pictures) picture.loading = 'eager';
  const here = Promise.all(pictures.map((picture) => picture.decode?.().catch(() => {})));
  await Promise.race([here, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  window.print();
}
