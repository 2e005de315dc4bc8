import * as commands from '../api/commands';
import type { FeedId, SourceView } from '../api/types';

/** Puts sources back into the folders in which they lay, which are made again where they are gone. */
export async function putBack(sources: readonly Pick<SourceView, 'id' | 'folder'>[]): Promise<void> {
  const places = new Map<string | null, FeedId[]>();
  for (const { id, folder } of sources) places.set(folder, [...(places.get(folder) ?? []), id]);
  for (const [folder, ids] of places) await commands.moveToFolder(ids, folder);
}
