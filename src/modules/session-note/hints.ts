import type { Wording } from './person-first.ts';
import type { Words } from './session-note.entity.ts';

export const HINT_KINDS = ['person-first', 'near-identical', 'no-goal'] as const;

/** Something to think about before signing. It keeps nobody from anything. */
export type Hint = {
  kind: (typeof HINT_KINDS)[number];
  /** The field whose words gave rise to it. */
  field: string | null;
  /** The words as they stand there. */
  words: string | null;
  detail: string;
};

type About = { words: Words; isContact: boolean; goalCount: number; wordings: Wording[]; similar: number };
const FIELDS = ['intervention', 'response', 'plan', 'reason'] as const;

/** What a considerate colleague would say who reads over one's shoulder. */
export function hintsOf({ words, isContact, goalCount, wordings, similar }: About): Hint[] {
  const hints = FIELDS.flatMap((field) => personFirst(field, words[field] ?? '', wordings));
  if (similar > 0)
    hints.push(
      hint(
        'near-identical',
        `almost the same words stand in ${similar === 1 ? 'an earlier note' : `${similar} earlier notes`} of yours; say what was different this time`,
      ),
    );
  if (isContact && goalCount === 0) hints.push(hint('no-goal', "no goal is named; say which of the client's goals it was about"));
  return hints;
}

const hint = (kind: Hint['kind'], detail: string, field: string | null = null, words: string | null = null): Hint => ({ kind, field, words, detail });

function personFirst(field: string, text: string, wordings: Wording[]): Hint[] {
  const { pattern, instead } = searchFor(wordings);
  const found = new Set([...text.matchAll(pattern)].map(([words]) => words));
  return [...found].map((words) => hint('person-first', `better: ${instead.get(plain(words))}`, field, words));
}

type Search = { pattern: RegExp; instead: Map<string, string> };
const searches = new WeakMap<Wording[], Search>();
const plain = (words: string) => words.toLowerCase().replace(/\s+/g, ' ');

/** Whole words in any case; the longest first, so that "former addict" is not taken for "addict". */
function searchFor(wordings: Wording[]): Search {
  let search = searches.get(wordings);
  if (!search) {
    const instead = new Map(wordings.flatMap(({ avoid, say }) => avoid.map((words) => [plain(words), say] as const)));
    const longestFirst = [...instead.keys()].sort((a, b) => b.length - a.length);
    const parts = longestFirst.map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+'));
    searches.set(wordings, (search = { pattern: new RegExp(`(?<![\\p{L}\\p{N}-])(?:${parts.join('|')})(?![\\p{L}\\p{N}])`, 'giu'), instead }));
  }
  return search;
}
