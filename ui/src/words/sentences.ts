/** Some sentences as one text, whether or not each ends with a full stop. */
export function sentences(parts: readonly string[]): string {
  return parts.map((part) => (/[.!?…]$/u.test(part) ? part : `${part}.`)).join(' ');
}
