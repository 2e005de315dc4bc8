import * as commands from '../api/commands';
import type { Remedy, SourceView } from '../api/types';
import type { Paper } from './paper.svelte';

/** The words on the button of each remedy. Three dots say that something is asked first. */
export const REMEDY_WORDS: Readonly<Record<Remedy, string>> = {
  try_again: 'Try again now',
  sign_in: 'Sign in…',
  allow_host: 'Allow it on my network',
  use_new_address: 'Use the new address',
  find_feed: 'Look for the feed…',
  open_site: 'Open the site',
  mark_ended: 'Keep as ended',
  unsubscribe: 'Unsubscribe…',
};

/** Does what a remedy says, or opens what asks for the rest. Pages read themselves again once something changed. */
export async function apply(paper: Paper, source: SourceView, remedy: Remedy): Promise<void> {
  switch (remedy) {
    case 'try_again':
      await paper.attempt(() => paper.library.refresh([source.id]));
      return;
    case 'sign_in':
      paper.overlay = { kind: 'sign-in', source };
      return;
    case 'find_feed':
      paper.overlay = { kind: 'find-feed', source };
      return;
    case 'unsubscribe':
      paper.overlay = { kind: 'leave', sources: [source] };
      return;
    case 'open_site':
      await paper.openOriginal(source.publication.url ?? source.url);
      return;
    case 'allow_host':
      await change(paper, () => commands.allowSourceHost(source.id), `${hostOf(source.url)} may be reached from now on.`);
      return;
    case 'use_new_address':
      await change(paper, () => commands.moveSource(source.id, null), `“${source.title}” is followed at its new address.`);
      return;
    case 'mark_ended':
      await change(paper, () => commands.markEnded(source.id, true), `“${source.title}” stays in your list and is not asked any more.`);
      return;
  }
}

async function change(paper: Paper, act: () => Promise<SourceView>, done: string): Promise<void> {
  await paper.attempt(async () => {
    await act();
    paper.messages.say(done);
    paper.library.changed();
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
