import fc from 'fast-check';
import { UNKNOWN, type Who } from '../support/cast.ts';
import { type Kind, OBJECTS } from '../access/objects.ts';
import { type Line, POLICY, type Reach } from '../access/policy.ts';
import type { Mood } from './fuzz-request.ts';

/** Whether anything but a refusal can come of it: this one signed in, in a role that may. */
export function mayAsk(route: string, who: Who | null): boolean {
  const line = POLICY[route];
  if (!line || line === 'public') return true;
  if ('may' in line) return who !== null && line.may.includes(who);
  return who !== null && [...Object.values(line.on), ...Object.values(line.against ?? {})].some((reach) => reach[who] !== undefined);
}

type Target = { id: string; name: string };
const all = (kinds: Kind[]): Target[] => kinds.flatMap((kind) => Object.entries(OBJECTS[kind]).map(([name, id]) => ({ name, id })));

/** What a route may be called on: what is within this caller's reach, and what else there is of the kind. */
function targetsOf(line: Line | undefined, who: Who | null): { own: Target[]; every: Target[] } {
  if (!line || line === 'public' || 'may' in line) return { own: [], every: [] };
  const reached = (part: typeof line.on = {}) =>
    (Object.entries(part) as [Kind, Reach][]).flatMap(([kind, reach]) =>
      ((who && reach[who]) || []).flatMap((name) => (OBJECTS[kind][name] ? [{ name, id: OBJECTS[kind][name] }] : [])),
    );
  const own = reached(line.on);
  return { own: own.length > 0 ? own : reached(line.against), every: all(Object.keys({ ...line.on, ...line.against }) as Kind[]) };
}

const NO_ID: Target = { id: '', name: '' };
const at = (id: string): Target => ({ id, name: '' });
const STRANGE_IDS = [
  'x',
  UNKNOWN.slice(1),
  `${UNKNOWN}0`,
  UNKNOWN.toUpperCase(),
  `{${UNKNOWN}}`,
  ' ',
  '%00',
  '\u0000',
  "' or 1=1 --",
  '../clients',
  'null',
  '0',
  'ü'.repeat(20),
  'x'.repeat(200),
  '__proto__',
  'no-such-program',
  '-',
];

/** Mostly what the caller reaches, so that something comes of it. */
export function targetFor(route: string, who: Who | null, mood: Mood): fc.Arbitrary<Target> {
  const { own, every } = targetsOf(POLICY[route], who);
  if (every.length === 0) return fc.constant(NO_ID);
  const reached = fc.constantFrom(...(own.length > 0 ? own : every));
  if (mood === 'plain') return reached;
  const strange =
    mood === 'hostile'
      ? fc.oneof(fc.constantFrom(...STRANGE_IDS).map(at), fc.string({ minLength: 3, maxLength: 60 }).map(at))
      : fc.constantFrom(...STRANGE_IDS.slice(0, 5), UNKNOWN).map(at);
  const weight = mood === 'valid' ? 0 : 2;
  return fc.oneof({ weight: 6, arbitrary: reached }, { weight: 2, arbitrary: fc.constantFrom(...every) }, { weight, arbitrary: strange });
}
