import * as commands from '../api/commands';
import type { FolderView } from '../api/types';
import { besides, liesIn } from './folders';
import type { Paper } from './paper.svelte';

/** At which place a folder stands among those that lie where it lies. */
function placeOf(folder: string, folders: readonly FolderView[]): number {
  return besides(folder, folders).findIndex((other) => other.folder === folder);
}

/** Remembers where a folder and those within it stand; what is returned lets them stand there again, once they are there again. */
export function rememberPlaces(paper: Paper, folder: string): () => Promise<void> {
  const now = () => paper.library.status?.folders ?? [];
  const places = now().filter((each) => liesIn(each.folder, folder)).map((each) => ({ folder: each.folder, place: placeOf(each.folder, now()) }));
  return async () => {
    for (const { folder, place } of places) {
      await paper.library.readStatus();
      // Where they stand by name, and stood so, no order is made of that.
      if (placeOf(folder, now()) !== place) await commands.orderFolder(folder, place);
    }
  };
}

/** What was said last of a folder's place. */
const said = new WeakMap<Paper, number>();

/** Takes a folder one place up or down among those that lie where it lies, and says where it stands now. */
export async function stepFolder(paper: Paper, { folder, name }: FolderView, by: 1 | -1): Promise<void> {
  const beside = besides(folder, paper.library.status?.folders ?? []);
  const to = beside.findIndex((other) => other.folder === folder) + by;
  const say = (words: string) => {
    const before = said.get(paper);
    if (before !== undefined) paper.messages.dismiss(before);
    said.set(paper, paper.messages.say(words));
  };
  if (to < 0 || to >= beside.length) {
    say(by < 0 ? `“${name}” is the first already.` : `“${name}” is the last already.`);
    return;
  }
  await paper.attempt(async () => {
    await commands.orderFolder(folder, to);
    await paper.library.readStatus();
    say(`“${name}” is number ${to + 1} of ${beside.length} now.`);
  });
}
