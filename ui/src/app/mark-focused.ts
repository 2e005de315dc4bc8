import type { Paper } from './paper.svelte';
import { focusedStory, wasRead } from './stories';

/** Marks the story that has the focus as read, or as unread; tells whether there is one. */
export function markFocused(paper: Paper, read: boolean, page: ParentNode = document): boolean {
  const story = focusedStory();
  if (story === null) return false;
  if (wasRead(story, page) === read) paper.messages.say(read ? 'It is read already.' : 'It is unread already.');
  else void paper.markRead(story, read);
  return true;
}
