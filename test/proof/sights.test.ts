import { beforeAll, expect, it } from '@jest/globals';
import { bodyOf } from '../access/bodies.ts';
import { OBJECTS } from '../access/objects.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { launch } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { Ground } from './fuzz-ground.ts';
import { Hunt, type Shot } from './fuzz-hunt.ts';
import { leaksIn, plantedIn } from './planted.ts';

const peerwork = launch();
const ground = new Ground(peerwork);
beforeAll(() => ground.furnish(), 60_000);

const { sam } = OBJECTS.client;
const sightOf = async (who: Who) => (await ground.look()).sights.get(CAST[who].id)!;
const open = () => peerwork.as('ana').post('/v1/emergency-accesses', bodyOf('POST /v1/emergency-accesses', '', 'ana')!);
const wordsOfSam = async () => (await peerwork.as('ana').get(`/v1/clients/${sam}`)).text;

it("takes what an emergency opens for its holder's on the routes that it opens, while it runs", async () => {
  await ground.restore();
  const blind = await sightOf('ana');
  const { body } = await open();
  const text = await wordsOfSam();
  expect(plantedIn(text)).not.toEqual([]);
  const running = await sightOf('ana');
  expect(leaksIn(text, running, running, true)).toEqual([]);
  expect(leaksIn(text, running, running)).not.toEqual([]);
  await peerwork.as('ana').put(`/v1/emergency-accesses/${body.id}/ending`, {}, { version: body.version });
  const ended = await sightOf('ana');
  for (const sight of [blind, ended]) expect(leaksIn(text, sight, sight, true)).not.toEqual([]);
});

it("takes a restricted client for nobody's who is not named, whatever was opened", async () => {
  await ground.restore();
  await open();
  const text = await wordsOfSam();
  const restricted = await peerwork.as('priya').post(`/v1/clients/${sam}/restrictions`, { reason: 'He works here as well', accountIds: [CAST.max.id] });
  expect(restricted.status).toBe(201);
  for (const who of ['ana', 'ben', 'sue', 'priya'] as const) expect([who, leaksIn(text, await sightOf(who), undefined, true)]).not.toEqual([who, []]);
  expect(leaksIn(text, await sightOf('max'))).toEqual([]);
  const [reason, narrative] = ['planted-sam-restriction-written', 'planted-sam-access-written'];
  expect(leaksIn(`${reason} ${narrative}`, await sightOf('priya'))).toEqual([]);
  expect(leaksIn(`${reason} ${narrative}`, await sightOf('ana'))).toHaveLength(2);
});

it('catches a policy that shows counseling notes to whoever writes such notes himself', async () => {
  const hunt = new Hunt(peerwork.url, ground);
  await hunt.restore();
  await peerwork.rows('create policy careless on app.counseling_notes for select to app_clinician using (true)');
  const [route, operation] = OPERATIONS.find(([name]) => name === 'GET /v1/counseling-notes/:id')!;
  const shots = Array.from({ length: 40 }, (_, n): Shot => ({ route, operation, who: 'nadia', mood: 'valid', seed: n }));
  const found = await hunt.volley(shots);
  await peerwork.rows('drop policy careless on app.counseling_notes');
  expect(found.length).toBeGreaterThan(0);
  for (const { what } of found) expect(what).toEqual([expect.stringMatching(/^shows planted-[a-z]+\+(noah|noor)-counseling-counseling_notes-words$/)]);
});
