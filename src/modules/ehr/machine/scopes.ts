/** What may be done with one type of resource: `r` reads one, `s` searches. */
export type Letter = 'r' | 's';
const LETTERS = 'rs';

const TYPE = String.raw`(?:\*|[A-Z][A-Za-z]{1,39})`;
const REGISTERED = new RegExp(String.raw`^system/(${TYPE})\.(rs|r|s)$`);
const ASKED = new RegExp(String.raw`^system/(${TYPE})\.(c?r?u?d?s?|read|write|\*)$`);
/** SMART's first version named them otherwise. */
const FORMERLY: Record<string, string> = { read: 'rs', '*': 'cruds', write: 'cud' };

type Scope = { type: string; letters: string };

const readAs = (pattern: RegExp, scope: string): Scope | null => {
  const [, type, words] = pattern.exec(scope) ?? [];
  return type && words ? { type, letters: FORMERLY[words] ?? words } : null;
};
const written = ({ type, letters }: Scope) => `system/${type}.${letters}`;

/** Why a machine cannot be registered with this scope, in words for the administrator; null when it can. */
export function faultOfScope(scope: string): string | null {
  if (readAs(REGISTERED, scope)) return null;
  if (!scope.startsWith('system/')) return 'must begin with system/: machines read for no single user or patient';
  if (scope.includes('?')) return 'cannot be narrowed by parameters';
  if (/\.(read|write|\*)$/.test(scope)) return 'is written as SMART 2 does, with .rs for reading';
  if (readAs(ASKED, scope)) return 'can have no letters but r and s: machines read and search, and change nothing';
  return 'must be system/Type.rs, or system/*.rs for every type';
}

/**
 * What of the scopes that were asked for is granted: no more than was asked, and no more than is registered. Letters and
 * scopes that mean nothing here are left out; an empty list is a refusal.
 */
export function grantedOf(asked: string[], registered: string[]): string[] {
  const mine = registered.map((scope) => readAs(REGISTERED, scope)!);
  const granted = new Map<string, string>();
  for (const wish of asked) {
    const scope = readAs(ASKED, wish);
    if (!scope) continue;
    for (const { type, letters } of mine) {
      if (scope.type !== '*' && type !== '*' && scope.type !== type) continue;
      const narrower = scope.type === '*' ? type : scope.type;
      granted.set(narrower, common(LETTERS, (granted.get(narrower) ?? '') + common(scope.letters, letters)));
    }
  }
  const everywhere = granted.get('*') ?? '';
  return [...granted]
    .map(([type, letters]) => ({ type, letters: type === '*' ? letters : without(letters, everywhere) }))
    .filter(({ letters }) => letters !== '')
    .map(written)
    .sort();
}

/** Whether a token with these scopes opens this type for reading one, or for searching. */
export const allows = (scopes: string[], type: string, letter: Letter): boolean =>
  scopes.some((scope) => {
    const known = readAs(REGISTERED, scope);
    return known !== null && (known.type === '*' || known.type === type) && known.letters.includes(letter);
  });

const common = (one: string, other: string) => [...one].filter((letter) => other.includes(letter)).join('');
const without = (letters: string, others: string) => [...letters].filter((letter) => !others.includes(letter)).join('');
