import { diskSize } from '../words/sizes';

/** Bytes of a list of subscriptions; the longest that any reader has exported is a hundredth of it. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** Text of a file that may be a list of subscriptions, or words that say why it cannot be one. Nothing of a file is read that is
 *  too large, and nothing is taken on the word of its name. */
export async function opmlText(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<{ text: string } | { problem: string }> {
  if (file.size > MOST_BYTES) {
    return { problem: `“${file.name}” has ${diskSize(file.size)}; no list of subscriptions is that long. Choose the OPML file that the other reader exported.` };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decoded(bytes);
  if (!text.replace(/^\uFEFF/, '').trimStart().startsWith('<')) {
    return { problem: `“${file.name}” is no OPML file: it does not begin as one. Choose the file that the other reader exported.` };
  }
  return { text };
}

/** The text in the encoding that its first bytes or its XML declaration name, and in UTF-8 where neither does. */
function decoded(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const marked = head.startsWith('\xFF\xFE') ? 'utf-16le' : head.startsWith('\xFE\xFF') ? 'utf-16be' : null;
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.replace(/^\xEF\xBB\xBF/, ''))?.[1];
  try {
    return new TextDecoder(marked ?? declared ?? 'utf-8').decode(bytes);
  } catch {
    // An encoding that nobody knows.
    return new TextDecoder().decode(bytes);
  }
}
