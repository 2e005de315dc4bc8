const RIGHT_TO_LEFT = new Set([
  'ar', 'arc', 'azb', 'ckb', 'dv', 'fa', 'glk', 'he', 'iw', 'ji', 'ks', 'lrc', 'mzn', 'nqo', 'pnb', 'ps', 'sd', 'syr',
  'ug', 'ur', 'yi',
]);
const RIGHT_TO_LEFT_SCRIPTS = new Set(['adlm', 'arab', 'hebr', 'nkoo', 'rohg', 'syrc', 'thaa']);

/** The writing direction of a BCP 47 tag; an explicit script such as `az-Arab` decides before the language does. */
export function directionOf(tag: string | null): 'ltr' | 'rtl' | 'auto' {
  if (tag === null || tag === '') return 'auto';
  const parts = tag.toLowerCase().split(/[-_]/);
  const script = parts.slice(1).find((part) => part.length === 4);
  if (script !== undefined) return RIGHT_TO_LEFT_SCRIPTS.has(script) ? 'rtl' : 'ltr';
  return RIGHT_TO_LEFT.has(parts[0] ?? '') ? 'rtl' : 'ltr';
}
