import { expect, it } from '@jest/globals';
import { CAST, EPISODES, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { active, complete, recipient } from '../consent/given.ts';
import { daysAgo } from '../client/days.ts';
import { house, reserve, resident, take } from '../residence/house.ts';

const peerwork = launch();
const max = () => peerwork.as('max');
const { ana, ben } = CAST;

const checklist = async (episodeId: string, who: 'max' | 'sue' | 'otto' = 'max') =>
  (await peerwork.as(who).get(`/v1/episodes/${episodeId}/discharge-checklist`)).body;

/** A resident of whom everything is open that can be. */
async function inTheMiddle(): Promise<{ clientId: string; episodeId: string; noteId: string; goalIds: string[]; occupancyId: string; consentId: string }> {
  const { clientId, episodeId } = await resident(peerwork);
  await max().post(`/v1/clients/${clientId}/assignments`, { peerSpecialistId: ana.specialistId, role: 'primary', from: daysAgo(9), reason: 'intake' });
  const { bedIds } = await house(peerwork, 2);
  const occupancyId = (await take(peerwork, bedIds[0]!, clientId, daysAgo(8))).body.id;
  await reserve(peerwork, bedIds[1]!, clientId);
  const goalIds: string[] = [];
  for (const statement of ['Call my sister', 'Find work'])
    goalIds.push((await peerwork.as('ana').post(`/v1/clients/${clientId}/goals`, { statement, domain: 'community' })).body.id);
  const session = {
    clientId,
    startedAt: daysAgo(2),
    endedAt: daysAgo(1.98),
    outcome: 'completed',
    modality: 'phone',
    place: 'office',
    purposes: ['recovery-support'],
    goalIds: [],
  };
  const note = await peerwork.as('ana').post('/v1/session-notes', session);
  expect(note.status).toBe(201);
  await peerwork.as('ana').post(`/v1/episodes/${episodeId}/leaves`, { kind: 'pass', from: daysAgo(1) });
  await max().post(`/v1/clients/${clientId}/transfers`, { toPeerSpecialistId: ben.specialistId, reason: 'shift', handOff: 'Calls on Mondays' });
  const { id: consentId } = await active(peerwork, complete((await recipient(peerwork)).id), 'ana', clientId);
  return { clientId, episodeId, noteId: note.body.id, goalIds, occupancyId, consentId };
}

it('says what a discharge ends, what outlasts it, and what to ask about; and the discharge does so', async () => {
  const { clientId, episodeId, noteId, goalIds, occupancyId, consentId } = await inTheMiddle();
  const before = await checklist(episodeId);
  expect(before).toMatchObject({ episodeId, clientId, dischargedAt: null });
  expect(before.matters).toMatchObject([
    { kind: 'goal', count: 2, ids: [], onDischarge: 'ask', words: expect.stringContaining('outcome') },
    { kind: 'consent', count: 1, ids: [consentId], onDischarge: 'ask' },
    { kind: 'note', count: 1, ids: [noteId], onDischarge: 'remains' },
    { kind: 'assignment', count: 1, onDischarge: 'ends' },
    { kind: 'leave', count: 1, onDischarge: 'ends' },
    { kind: 'transfer', count: 1, onDischarge: 'ends' },
    { kind: 'bed', count: 1, ids: [occupancyId], onDischarge: 'ends' },
    { kind: 'bed-reservation', count: 1, onDischarge: 'ends' },
  ]);
  expect((await checklist(episodeId, 'sue')).matters[0]).toMatchObject({ kind: 'goal', ids: goalIds });
  expect((await max().put(`/v1/episodes/${episodeId}/discharge`, { at: new Date().toISOString(), reason: 'completed' }, { version: 1 })).status).toBe(200);
  const after = await checklist(episodeId);
  expect(after.dischargedAt).not.toBeNull();
  expect(after.matters.map(({ kind }: { kind: string }) => kind)).toEqual(['goal', 'consent', 'note']);
});

it('tells of a move that nobody has confirmed a first contact after', async () => {
  const { episodeId } = await resident(peerwork);
  await max().post(`/v1/episodes/${episodeId}/stays`, { programCode: 'therapy', at: daysAgo(1), reason: 'moved on' });
  expect((await checklist(episodeId)).matters).toMatchObject([{ kind: 'hand-off', count: 1, onDischarge: 'ends' }]);
});

it('is for those who discharge, and of those whom they see', async () => {
  const asked = (who: 'ana' | 'nadia' | 'ada' | 'otto', id: string = EPISODES.jordan) => peerwork.as(who).get(`/v1/episodes/${id}/discharge-checklist`);
  for (const who of ['ana', 'nadia', 'ada'] as const) expect((await asked(who)).status).toBe(403);
  const [foreign, unknown] = [await asked('otto'), await asked('otto', UNKNOWN)];
  expect([foreign.status, unknown.status]).toEqual([404, 404]);
  expect(foreign.text.replaceAll(EPISODES.jordan, '')).toBe(unknown.text.replaceAll(UNKNOWN, ''));
  expect((await max().get('/v1/episodes/none/discharge-checklist')).status).toBe(404);
});

it('leaves a look on the trail', async () => {
  const looked = await peerwork.as('sue').get(`/v1/episodes/${EPISODES.jordan}/discharge-checklist`);
  expect(await peerwork.looks(looked)).toMatchObject([{ kind: 'access', account_id: CAST.sue.id, status: 200 }]);
});
