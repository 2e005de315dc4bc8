import type { Section } from '../api/types';

/** Every section, in the order of the paper, under its short name. */
export const SECTIONS: readonly { section: Section; label: string }[] = [
  { section: 'conflict', label: 'Conflict' },
  { section: 'politics', label: 'Politics' },
  { section: 'business', label: 'Business' },
  { section: 'science', label: 'Science & Tech' },
  { section: 'environment', label: 'Environment' },
  { section: 'health', label: 'Health' },
  { section: 'society', label: 'Society' },
  { section: 'crime', label: 'Crime & Justice' },
  { section: 'disaster', label: 'Disaster' },
  { section: 'education', label: 'Education' },
  { section: 'labour', label: 'Work' },
  { section: 'religion', label: 'Religion' },
  { section: 'culture', label: 'Culture' },
  { section: 'sport', label: 'Sport' },
  { section: 'lifestyle', label: 'Life' },
  { section: 'people', label: 'People' },
  { section: 'weather', label: 'Weather' },
  { section: 'general', label: 'News' },
];

export function isSection(word: string): word is Section {
  return SECTIONS.some(({ section }) => section === word);
}

export function labelOf(section: Section): string {
  return SECTIONS.find((known) => known.section === section)?.label ?? section;
}
