import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '../../src/platform/access/actor.ts';
import { FarProvider } from '../account/far-provider.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { PASSWORD } from '../support/invite.ts';
import { proved } from '../support/proof.ts';
import { severally } from './severally.ts';
import { PROVIDER } from './bodies.ts';
import { call, CALLERS, type Cell, cellsOf, ROUTES } from './cells.ts';
import { type Reader, WRITABLE } from './fields.ts';
import { furnish } from './furniture.ts';
import { handedBack } from './handed-back.ts';
import { narrowedFor } from './list-cases.ts';
import { leaksIn, plantedWithin } from './planted.ts';
import { OBJECTS } from './objects.ts';
import { POLICY } from './policy.ts';
import { readableFields, readableTable, Shown, viewsOfContract } from './views.ts';

const provider = await FarProvider.listening();
PROVIDER.issuer = provider.url;
const peerwork = launch(provider.settings);
beforeAll(() => furnish(peerwork));
afterAll(() => provider.close());

const shown = new Shown();
const invitations: { token: string }[] = [];
const READERS: Reader[] = [...ROLES, 'visitor'];
const roleOf = (who: Who) => CAST[who].role;

const LOOKS = ROUTES.filter((route) => /^(GET \/v1|POST \/v1\/clients\/search)/.test(route));

/** Whom these take from, somebody else loses; they come last. */
const ENDINGS = [
  ...['PUT /v1/program-leads/:id/ending', 'PUT /v1/care-team-members/:id/ending', 'PUT /v1/assignments/:id/ending', 'PUT /v1/recipients/:id/ending'],
  ...['PUT /v1/episodes/:id/discharge', 'POST /v1/peer-specialists/:id/supervision', 'PATCH /v1/accounts/:id'],
  // These make the step-up of the cast one that ends.
  ...['PUT /v1/second-factors/:id/confirmation', 'POST /v1/second-factors', 'POST /v1/session/step-up', 'DELETE /v1/session'],
];
/** There are fewer of these than roles that change them. */
const WORN_OUT =
  /\/(transfers|hand-offs|leaves|setbacks|contact-holds|consents|disclosures|legal-holds|purges|amendment-requests|restrictions|emergency-accesses)\b/;
/** What is voided as a draft must not have been signed meanwhile. */
const turnOf = (route: string) => (route.endsWith('/void') ? -2 : ENDINGS.indexOf(route));
const CHANGES = Object.keys(WRITABLE)
  .filter((route) => POLICY[route] !== 'public' && !route.endsWith('/search'))
  .sort((a, b) => turnOf(a) - turnOf(b));

it('has a line for every field of every view that an answer shows', () => {
  expect(readableTable()).toEqual(viewsOfContract());
});

describe('what the answers hold', () => {
  it.each(LOOKS)('is looked at in every look that is permitted, by everybody: %s', async (route) => {
    const looks = cellsOf(route).filter(({ expected }) => expected === 200);
    await severally(looks, async (cell) => take(cell.who!, route, await call(peerwork, cell)));
    expect(looks.length).toBeGreaterThan(0);
  });

  it('is looked at in what is over', async () => {
    for (const who of ['ana', 'ben', 'olive', 'sue', 'otto'] as const) take(who, 'GET /v1/tasks', await peerwork.as(who).get('/v1/tasks?closed=true'));
    // What went to others, before the looks of today.
    const to = new Date(new Date().setUTCHours(0, 0, 1, 0)).toISOString();
    const path = `/v1/clients/${CLIENTS.jordan}/access-log?to=${to}`;
    take('priya', 'GET /v1/clients/:id/access-log', await peerwork.as('priya').get(path));
  });

  it('is looked at where somebody takes the program over', async () => {
    for (const list of ['record-dispositions', 'record-dispositions/totals'])
      take('priya', `GET /v1/${list}`, await peerwork.as('priya').get(`/v1/${list}?successorId=${OBJECTS.recipient['clinic']}`));
  });

  it('is looked at in the trail of all this', async () => {
    take('priya', 'GET /v1/audit-events', await peerwork.as('priya').get('/v1/audit-events?limit=100'));
  });

  it.each(LOOKS.filter((route) => route.includes('/reports/')))('is looked at in each part of a report: %s', async (route) => {
    const narrowed = CALLERS.flatMap((who) => narrowedFor(who).map((query) => ({ who, query })));
    await severally(narrowed, async ({ who, query }) => take(who, route, await peerwork.as(who).get(`${route.split(' ')[1]}?${new URLSearchParams(query)}`)));
    expect(narrowed.length).toBeGreaterThan(50);
  });

  it.each(CHANGES)('is looked at once for each role that makes this change: %s', async (route) => {
    const permitted = cellsOf(route).filter(({ expected }) => expected === 503);
    for (const role of WRITABLE[route]![1]) {
      if (WORN_OUT.test(route)) await handedBack(peerwork);
      const made = await firstToSucceed(permitted.filter(({ who }) => roleOf(who!) === role));
      if (made.answer.body) take(made.cell.who!, route, made.answer);
      if (WORN_OUT.test(route)) await handedBack(peerwork);
      if (route === 'POST /v1/accounts') invitations.push(made.answer.body.invitation);
    }
  });

  it('is looked at for who comes in with an invitation', async () => {
    const [{ token = '' } = {}] = invitations;
    const accepted = await peerwork.as(null).post('/v1/invitations/acceptances', { token, password: PASSWORD });
    const signedIn = await peerwork.as(null).post('/v1/session', { email: accepted.body.email, password: PASSWORD });
    expect([accepted.status, signedIn.status]).toEqual([201, 201]);
    shown.take('visitor', 'POST /v1/invitations/acceptances', accepted.body);
    shown.take('visitor', 'POST /v1/session', signedIn.body);
  });

  it('is looked at for who comes by the identity provider', async () => {
    const begun = await peerwork.as(null).post('/v1/single-sign-on/attempts');
    expect(begun.status).toBe(201);
    shown.take('visitor', 'POST /v1/single-sign-on/attempts', begun.body);
  });

  it.each(READERS)('has for the %s exactly the fields of the table', (reader) => {
    expect(shown.of(reader)).toEqual(readableFields(reader));
  });

  it('has no field that the contract does not know', () => {
    expect([...shown.unheardOf]).toEqual([]);
    const fields = READERS.flatMap(readableFields);
    proved('access matrix', 'fields that a role reads, in answers as in the table', `${fields.length}, 0 differences`, '0 differences');
  });

  it('would show a withheld field, and one that nobody has heard of', () => {
    const other = new Shown();
    other.take('program-manager', 'GET /v1/session-notes/:id', {
      id: 'x',
      plan: 'read',
      addenda: [],
      returns: [{ reason: 'read', returnedBy: null }],
      whim: 1,
    });
    expect(other.of('program-manager').filter((field) => !readableFields('program-manager').includes(field))).toEqual([
      'ReturnView.reason',
      'SessionNoteView.plan',
    ]);
    expect([...other.unheardOf]).toEqual(['SessionNoteView.whim']);
  });
});

it('keeps nothing on the trail of what somebody wrote', async () => {
  const events = await peerwork.rows<{ event: object }>(`select to_jsonb(e) as event from app.audit_events e`);
  expect(events.length).toBeGreaterThan(500);
  const wrote = JSON.stringify(events);
  expect(plantedWithin(wrote)).toEqual([]);
  for (const words of ['for this test', 'One more thing', 'Sleep better', 'Run to work', 'Buy shoes', 'Quinn']) expect(wrote).not.toContain(words);
});

function take(who: Who, route: string, answer: Answer): void {
  expect([200, 201, answer.text]).toContain(answer.status);
  expect(leaksIn(who, answer)).toEqual([]);
  shown.take(roleOf(who), route, answer.body);
}

/** Changes wear things out: a proposed goal is agreed to once. The first one that can still be changed will do. */
async function firstToSucceed(cells: Cell[]): Promise<{ cell: Cell; answer: Answer }> {
  const refusals: string[] = [];
  for (const cell of cells) {
    const answer = await call(peerwork, cell, await versionOf(cell.target.id));
    if (answer.status < 300) return { cell, answer };
    refusals.push(`${cell.who} on ${cell.target.name}: ${answer.text}`);
  }
  throw new Error(`Nobody could: ${refusals.join('\n')}`);
}

async function versionOf(id: string): Promise<number> {
  const tables = await peerwork.rows<{ name: string }>(
    `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'app' and table_type = 'BASE TABLE' and column_name = 'version' and table_name <> 'programs'`,
  );
  const text = [`select version from app.programs where code = $1`, ...tables.map(({ name }) => `select version from app.${name} where id::text = $1`)];
  return (await peerwork.rows<{ version: number }>(text.join(' union all '), [id]))[0]?.version ?? 1;
}
