// What the reader takes along: the address of an article, or its words with where they stand.
import type { ArticleCard } from '../api/types';

/** Where quoted words stand, as whoever is sent them wants to know it. */
export interface Source {
  headline: string;
  publication: string;
  url: string;
}

export function sourceOf({ headline, publication, url }: ArticleCard): Source {
  return { headline, publication: publication.name, url };
}

/** Words in quotation marks, what was noted at them, and their source below. */
export function quotation(quote: string, { headline, publication, url }: Source, note = ''): string {
  const said = note === '' ? `“${quote}”` : `“${quote}”\n\n${note}`;
  return `${said}\n\n${headline}, ${publication}\n${url}`;
}

/** Puts words where every program pastes from. */
export async function copy(words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    throw { code: 'internal', message: 'This could not be copied.', hint: 'Select the words and press Ctrl c instead.', retryable: true };
  }
}
