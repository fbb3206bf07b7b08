import type { Answer, Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { isLong } from '../support/proof.ts';
import { bodyOf } from './bodies.ts';
import { DEAD, type Kind, OBJECTS, tokenOf, unknownOf } from './objects.ts';
import { KNOWS_NO_CLIENT, type Line, POLICY, type Reach } from './policy.ts';
import { withHeads } from './routes.ts';

export const CALLERS = Object.keys(CAST) as Who[];
const NOBODIES = ['anonymous', 'garbage', ...DEAD] as const;
type Principal = Who | (typeof NOBODIES)[number];
const PRINCIPALS: Principal[] = [...NOBODIES, ...CALLERS];

const bearerOf = (principal: Principal): string | null => {
  if (principal === 'anonymous') return null;
  if (principal === 'garbage') return 'x'.repeat(43);
  return isCaller(principal) ? CAST[principal].token : tokenOf(principal);
};
const isCaller = (principal: Principal): principal is Who => principal in CAST;

type Target = { name: string; id: string; kind: Kind | null; on: Reach; against: Reach };
/** Who calls which route on what, and the status that the policy wants. */
export type Cell = { route: string; principal: Principal; who: Who | null; target: Target; expected: number };

export const ROUTES = withHeads([...KNOWS_NO_CLIENT, ...Object.keys(POLICY)]);
const lineOf = (route: string): Line | undefined => POLICY[route.replace(/^HEAD /, 'GET ')];

/** Looks, whatever their method; the others are changes. */
const isLook = (route: string) => /^(GET|HEAD) /.test(route) || route === 'POST /v1/clients/search';

/** Each thing that a route can be called on, and one that is not there. A route about nothing in particular has one, which everybody reaches who may. */
function targetsOf(line: Exclude<Line, 'public'>): Target[] {
  if ('may' in line) return [{ name: '', id: '', kind: null, on: Object.fromEntries(line.may.map((who) => [who, ['']])), against: {} }];
  const kinds = [...new Set([...Object.keys(line.on), ...Object.keys(line.against ?? {})])] as Kind[];
  const target = (kind: Kind, name: string, id: string) => ({ name, id, kind, on: line.on[kind] ?? {}, against: line.against?.[kind] ?? {} });
  const there = kinds.flatMap((kind) => Object.entries(OBJECTS[kind]).map(([name, id]) => target(kind, name, id)));
  return [...there, target(kinds[0]!, 'unknown', unknownOf(kinds[0]!))];
}

function expectedOf(route: string, who: Who | null, { name, on, against }: Target): number {
  if (!who) return 401;
  if (!on[who] && !against[who]) return 403;
  if (on[who]?.includes(name)) return isLook(route) ? 200 : 503;
  return against[who]?.includes(name) ? 409 : 404;
}

/** Everybody on everything; in the short form without what says the same again. A change that is permitted is refused at its very commit, see `withoutRoom`. */
export const cellsOf = (route: string): Cell[] => (isLong ? everyCellOf(route) : withoutRepeats(everyCellOf(route)));

/**
 * 401 and 403 fall before anybody looks at the thing, and HEAD is its GET without the body: for these, one thing that is
 * there and the one that is not stand for all. Tokens that are dead, callers of HEAD and things that are hidden take turns from
 * route to route.
 */
function withoutRepeats(cells: Cell[]): Cell[] {
  const seen = new Set<string>();
  return cells.filter(({ route, principal, who, target, expected }, nth) => {
    const turn = ROUTES.indexOf(route);
    const isHead = route.startsWith('HEAD ');
    if (expected === 401 && principal !== 'anonymous' && turn % (NOBODIES.length - 1) !== NOBODIES.indexOf(principal as (typeof NOBODIES)[number]) - 1)
      return false;
    if (isHead && who && turn % HEADS_APART !== CALLERS.indexOf(who) % HEADS_APART) return false;
    if (![401, 403].includes(expected) && !isHead) return expected !== 404 || target.name === 'unknown' || (turn + nth) % 2 === 0;
    const sort = `${principal} ${expected} ${target.name === 'unknown'}`;
    return !seen.has(sort) && seen.add(sort);
  });
}
const HEADS_APART = 4;

/** Knows nobody by a token, and has one word for whatever it cannot read. */
const ASKS_FOR_TOKEN = 'POST /fhir/R4/token';

export function everyCellOf(route: string): Cell[] {
  const line = lineOf(route);
  const isOpen = line === undefined || line === 'public';
  const targets = isOpen ? [{ name: '', id: '', kind: null, on: {}, against: {} }] : targetsOf(line);
  return targets.flatMap((target) =>
    PRINCIPALS.map((principal) => {
      const who = isCaller(principal) ? principal : null;
      return {
        route,
        principal,
        who,
        target,
        expected: route === ASKS_FOR_TOKEN ? 400 : line === undefined ? 200 : isOpen ? 422 : expectedOf(route, who, target),
      };
    }),
  );
}

export async function call(peerwork: Running, { route, principal, who, target }: Cell, version = 1): Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ');
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
  const body = lineOf(route) === 'public' ? { nonsense: true } : (bodyOf(route, target.name, who) ?? {});
  const path = pattern.replace(/:id|:code|:kind/, target.id);
  return peerwork.bearing(bearerOf(principal)).call(method, path, hasBody ? body : undefined, hasBody && method !== 'POST' ? { version } : {});
}

export const nameOf = ({ route, principal, target }: Cell) => `${principal} ${route} ${target.kind ?? ''} ${target.name}`;
