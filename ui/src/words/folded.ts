/** Letters that no accent can be taken off, as they are written without it. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** A text as it is compared: without capitals and accents, as the search of the library does it. */
export function folded(text: string): string {
  const plain = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.replace(/[ßæœøłđðþı]/gu, (letter) => LETTERS[letter] ?? letter);
}

/** Whether a longer text says all that a shorter one does, whatever the white space and the full stop at its end. */
export function saysTheSame(longer: string, shorter: string): boolean {
  const plain = (text: string) => folded(text).replace(/\s+/gu, ' ').trim();
  return plain(longer).includes(plain(shorter).replace(/[.\s]+$/u, ''));
}

/** Whether every word of what was typed stands somewhere in one of some texts. */
export function holdsAll(typed: string, texts: readonly string[]): boolean {
  const whole = texts.map(folded).join('\n');
  return folded(typed).split(/\s+/u).every((word) => whole.includes(word));
}
