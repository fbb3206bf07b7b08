import { beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../contract/operations.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { proved } from '../support/proof.ts';

import { severally } from './severally.ts';
import { withoutRoom } from './differences.ts';
import { furnish } from './furniture.ts';
import { leaksIn } from './planted.ts';
import { type Naming, namingsOf, REFERENCES, referencesIn } from './references.ts';
import { rowsOf } from './untouched.ts';

const peerwork = launch();
beforeAll(() => furnish(peerwork));
let count = 0;

async function ask({ who, method, path, body }: Naming): Promise<Answer> {
  const api = peerwork.as(who);
  if (method === 'GET') return api.get(path);
  if (method === 'POST') return api.post(path, body);
  return method === 'PUT' ? api.put(path, body, { version: 1 }) : api.patch(path, body, { version: 1 });
}

/** What an answer says, apart from the id that was sent and the moment it was given. */
const saidOf = ({ text }: Answer, id: string) => text.replaceAll(id, '<id>').replace(/"generatedAt":"[^"]*"/, '');

async function differencesIn(place: string, namings: Naming[]): Promise<string[]> {
  const before = await rowsOf(peerwork);
  const asked = await severally(namings, async (naming) => ({ naming, answer: await ask(naming) }));
  count += asked.length;
  const unknown = ({ who, on }: Naming) => asked.find(({ naming }) => naming.name === 'unknown' && naming.who === who && naming.on === on)!;
  const faults = asked.flatMap(({ naming, answer }) => {
    const { who, name, on, id, expected } = naming;
    const status = typeof expected === 'number' ? expected : REFERENCES[place]!.unknown;
    return [
      ...(answer.status === status ? [] : [`${answer.status} ${answer.text} instead of ${status}`]),
      ...(expected !== 'as unknown' || saidOf(answer, id) === saidOf(unknown(naming).answer, unknown(naming).naming.id)
        ? []
        : ['is not answered as if it were unknown']),
      ...leaksIn(who, answer).map((word) => `tells ${word}`),
    ].map((fault) => `${who} names ${name} on ${on}: ${fault}`);
  });
  const after = await rowsOf(peerwork);
  return [...faults, ...Object.keys(before).filter((table) => before[table] !== after[table])];
}

it('has a line for every place in a body or a query where something else is named', () => {
  expect(referencesIn(OPERATIONS).sort()).toEqual(Object.keys(REFERENCES).sort());
});

it('notices a new such place, within a part of a body too', () => {
  const place = (schema: object) => referencesIn([['PUT /v1/new', { responses: {}, requestBody: { content: { 'application/json': { schema } } } }]]);
  const id = { type: 'string', format: 'uuid' };
  expect(place({ properties: { sponsorId: id, party: { properties: { memberIds: { type: 'array', items: id } } } } })).toEqual([
    'PUT /v1/new sponsorId',
    'PUT /v1/new party/memberIds',
  ]);
  expect(place({ properties: { guests: { type: 'array', items: { properties: { clientId: id } } }, name: { type: 'string' } } })).toEqual([
    'PUT /v1/new guests/clientId',
  ]);
});

const PLACES = Object.keys(REFERENCES).map((place) => [place, namingsOf(place)] as const);

describe('named in a look or refused', () => {
  it.each(PLACES)('%s tells nothing of what is hidden, and changes nothing', async (place, namings) => {
    expect(
      await differencesIn(
        place,
        namings.filter(({ expected }) => expected !== 503),
      ),
    ).toEqual([]);
  });

  it('finds a place where another team may be named', async () => {
    await peerwork.rows(`create policy hole on app.peer_specialists for select to app_supervisor using (true)`);
    const differences = await differencesIn('GET /v1/reports/caseload peerSpecialistId', namingsOf('GET /v1/reports/caseload peerSpecialistId'));
    await peerwork.rows(`drop policy hole on app.peer_specialists`);
    expect(differences.filter((line) => line.startsWith('sue names olive'))).toEqual([
      expect.stringMatching(/: 200 .* instead of 404$/),
      expect.stringMatching(/: is not answered as if it were unknown$/),
    ]);
  });
});

describe('with no room for changes', () => {
  beforeAll(() => withoutRoom(peerwork));

  it.each(PLACES.filter(([, namings]) => namings.some(({ expected }) => expected === 503)))(
    '%s takes what one reaches, to the very commit',
    async (place, namings) => {
      expect(
        await differencesIn(
          place,
          namings.filter(({ expected }) => expected === 503),
        ),
      ).toEqual([]);
    },
  );
});

it('has named everything by everybody everywhere', () => {
  const asked = PLACES.flatMap(([, namings]) => namings);
  expect(count).toBeGreaterThanOrEqual(asked.length);
  expect(new Set(asked.map(({ who }) => who)).size).toBe(Object.keys(CAST).length);
  proved('access matrix', `things named in ${PLACES.length} places of bodies and queries, own and foreign`, `${asked.length}, 0 differences`, '0 differences');
});
