import type { Answer, Running } from '../support/app.ts';
import { severally } from './severally.ts';
import { call, type Cell, nameOf } from './cells.ts';
import { leaksIn } from './planted.ts';
import { rowsOf } from './untouched.ts';

export type Asked = { cell: Cell; answer: Answer };

type Found = { asked: Asked[]; differences: string[]; after: Record<string, string> };

/** Puts the cells to the running application and says, one line each, where it is not what the policy wants. `before`: the rows, if they were just looked at. */
export async function differencesIn(peerwork: Running, cells: Cell[], before?: Record<string, string>): Promise<Found> {
  before ??= await rowsOf(peerwork);
  const asked = await severally(cells, async (cell) => ({ cell, answer: await call(peerwork, cell) }));
  const after = await rowsOf(peerwork);
  const changed = Object.entries(before).flatMap(([table, rows]) => (rows === after[table] ? [] : [table]));
  const answers = asked.flatMap((one) => answerFaults(one).map((fault) => `${nameOf(one.cell)}: ${fault}`));
  const differences = [...answers, ...hintsIn(asked), ...(await logFaults(peerwork, asked)), ...changed.map((table) => `${table} has changed`)];
  return { asked, differences, after };
}

const SLUGS: Record<number, string> = { 401: 'sign-in-first', 403: 'role-may-not', 404: 'not-found', 422: 'invalid-request' };

function answerFaults({ cell: { route, who, expected }, answer }: Asked): string[] {
  const { status, text, body, headers } = answer;
  const faults = leaksIn(who, answer).map((word) => `tells ${word}`);
  if (status !== expected) faults.push(`${status} ${body?.type ?? ''} instead of ${expected}`);
  if (route.startsWith('HEAD ')) return text === '' ? faults : [...faults, 'has a body'];
  // Machines are told in forms of their own.
  const isProblem = !route.includes(' /fhir/');
  if (isProblem && expected >= 400 && headers.get('content-type') !== 'application/problem+json') faults.push(`is ${headers.get('content-type')}`);
  if (SLUGS[expected] && body?.type !== `/problems/${SLUGS[expected]}`) faults.push(`is ${body?.type}`);
  if (expected === 401 && headers.get('www-authenticate') !== 'Bearer') faults.push('does not ask for a token');
  if (expected === 404 && body?.instance !== route.split(' ')[1]) faults.push(`is about ${body?.instance}`);
  return faults;
}

/** Everything of an answer by which two could be told apart. */
const seenOf = ({ status, text, headers }: Answer) =>
  JSON.stringify([status, text, [...headers].filter(([name]) => name !== 'request-id' && name !== 'date').sort()]);

/** What is hidden is answered like what is not there, to the last byte. */
function hintsIn(asked: Asked[]): string[] {
  const missing = asked.filter(({ cell }) => cell.expected === 404);
  const unknown = new Map(missing.filter(({ cell }) => cell.target.name === 'unknown').map(({ cell, answer }) => [cell.principal, seenOf(answer)]));
  return missing
    .filter(({ cell, answer }) => seenOf(answer) !== unknown.get(cell.principal))
    .map(({ cell }) => `${nameOf(cell)}: is not answered as if it were unknown`);
}

/** One line in the log for each: who saw it, or was refused it. */
async function logFaults(peerwork: Running, asked: Asked[]): Promise<string[]> {
  const guarded = asked.filter(({ cell }) => cell.route.includes(' /v1/'));
  const ids = guarded.map(({ answer }) => answer.headers.get('request-id'));
  const rows = await peerwork.rows<{ id: string; line: string }>(
    `select e.request_id as id, concat_ws(' ', e.kind, e.status, e.action, e.role) as line from app.audit_events e where e.request_id = any ($1)`,
    [ids],
  );
  const lines = new Map<string, string[]>();
  for (const { id, line } of rows) lines.set(id, [...(lines.get(id) ?? []), line]);
  return guarded.flatMap(({ cell, answer: { status, headers } }) => {
    const said = lines.get(headers.get('request-id')!) ?? [];
    return said.length === 1 && said[0]!.startsWith(`${status === 200 ? 'access' : 'refusal'} ${status} ${cell.route}`)
      ? []
      : [`${nameOf(cell)}: the log says ${JSON.stringify(said)}`];
  });
}

/**
 * What is permitted is shown on the real routes as well, and the things stay for the next call: a change runs to its very
 * commit and is refused there, as if the disk were full. Nothing before the commit answers 503.
 */
export async function withoutRoom(peerwork: Running): Promise<void> {
  await peerwork.rows(
    `create function app.no_room() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100', message = 'no room'; end $$`,
  );
  const guarded = await peerwork.rows<{ name: string }>(`select distinct tgrelid::regclass as name from pg_trigger where tgname = 'recorded'`);
  for (const { name } of guarded) {
    const events = name === 'app.sessions' ? 'insert or update of ended_at' : 'insert or update or delete';
    await peerwork.rows(
      `create constraint trigger zz_no_room after ${events} on ${name} deferrable initially deferred for each row execute function app.no_room()`,
    );
  }
}
