import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, cosigned, daysAgo, drafted, HOUR, type Note, signed, stored } from './session.ts';

const peerwork = launch();
const patch = (note: Note, wish: object, who: 'ana' | 'ben' | 'olive' = 'ana') =>
  peerwork.as(who).patch(`/v1/session-notes/${note.id}`, wish, { version: note.version });
const fromNow = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

it('changes every part of a draft, and only what it is told', async () => {
  const goal = await agreedGoal(peerwork, 'ana', 'jordan');
  const note = await drafted(peerwork, 'ana', 'jordan');
  const everything = {
    ...daysAgo(8),
    outcome: 'no-show',
    modality: 'phone',
    place: 'his home',
    purposes: ['advice', 'empathy'],
    goalIds: [goal.id],
    keptFromEhr: true,
    intervention: 'Rang twice',
    response: null,
    plan: null,
  };
  const changed = await patch(note, everything);
  expect(changed).toMatchObject({ status: 200, body: { ...note, ...everything, hints: [], serviceOn: everything.startedAt.slice(0, 10), version: 2 } });
  const one = await patch(changed.body, { place: 'office' });
  expect(one.body).toEqual({ ...changed.body, place: 'office', version: 3 });
  expect((await peerwork.trail(note.id)).at(-1)!.facts).toEqual({ fields: ['place'] });
  expect((await patch(one.body, { goalIds: [] })).body.goalIds).toEqual([]);
});

it('makes a new version even where only the words change, so that nobody signs what he has not read', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  expect(await patch(note, { response: 'Said no' })).toMatchObject({ status: 200, etag: '"2"', body: { response: 'Said no', version: 2 } });
  const signing = await peerwork.as('ana').put(`/v1/session-notes/${note.id}/signature`, { attestation: true }, { version: 1 });
  expect(signing).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 2 } });
});

it.each(['startedAt', 'endedAt', 'outcome', 'modality', 'place', 'purposes', 'goalIds', 'keptFromEhr'])('refuses null for %s', async (name) => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answer = await patch(note, { [name]: null });
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer: `#/${name}`, detail: 'cannot be null' }] } });
  expect((await peerwork.as('ana').get(`/v1/session-notes/${note.id}`)).body).toEqual(note);
});

it.each([
  ['an end before the begin', () => ({ endedAt: daysAgo(30).endedAt }), '#/endedAt'],
  ['a begin more than 12 hours before the end', () => ({ startedAt: daysAgo(5).startedAt }), '#/endedAt'],
  ['an end in the future', () => ({ startedAt: fromNow(-1), endedAt: fromNow(1) }), '#/endedAt'],
  ["another's client", () => ({ clientId: UNKNOWN }), '#/clientId'],
  ['a status', () => ({ status: 'signed' }), '#/status'],
  ['an author', () => ({ peerSpecialistId: CAST.ben.specialistId }), '#/peerSpecialistId'],
  ['a goal that is not in force', () => ({ goalIds: [UNKNOWN] }), '#/goalIds/0'],
])('refuses %s', async (_, wish, pointer) => {
  // An attempt may overlap with others, so nothing but the fault in question can refuse it.
  const note = await drafted(peerwork, 'ana', 'jordan', { outcome: 'unreachable' });
  const answer = await patch(note, { place: 'park', ...wish() });
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
  expect((await peerwork.as('ana').get(`/v1/session-notes/${note.id}`)).body).toEqual(note);
  expect(await peerwork.trail(note.id)).toHaveLength(1);
});

it('refuses a day on which the author was not assigned', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answer = await patch(note, daysAgo(120));
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/not-assigned-then' } });
  expect(await stored(peerwork, note.id)).toMatchObject({ started_at: new Date(note.startedAt), version: 1 });
});

it.each([
  ['pending', signed],
  ['co-signed', cosigned],
])('never changes a signed note (%s)', async (_, make) => {
  const note = await make(peerwork, 'ana', 'jordan');
  for (const wish of [{ place: 'park' }, { plan: null }, { goalIds: [] }, {}])
    expect(await patch(note, wish)).toMatchObject({ status: 409, body: { type: '/problems/note-signed-already' } });
  expect((await peerwork.as('ana').get(`/v1/session-notes/${note.id}`)).body).toEqual(note);
});

it('demands the version that was read', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const path = `/v1/session-notes/${note.id}`;
  expect(await peerwork.as('ana').patch(path, { place: 'park' })).toMatchObject({ status: 428, body: { type: '/problems/if-match-required' } });
  expect(await peerwork.as('ana').patch(path, { place: 'park' }, { version: 7 })).toMatchObject({
    status: 412,
    body: { type: '/problems/stale-version', version: 1 },
  });
  expect((await stored(peerwork, note.id))['place']).toBe('office');
});

it('takes one of many changes of the same version', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => patch(note, { plan: `Plan ${n}` })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  const { body } = await peerwork.as('ana').get(`/v1/session-notes/${note.id}`);
  expect(body).toEqual(answers.find(({ status }) => status === 200)!.body);
});

it.each(['ben', 'olive'] as const)('hides a draft from %s, who did not write it, as if it did not exist', async (who) => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answer = await patch(note, { place: 'park' }, who);
  const unknown = await patch({ ...note, id: UNKNOWN }, { place: 'park' }, who);
  expect(answer.status).toBe(404);
  expect(answer.text).toBe(unknown.text);
  expect(await stored(peerwork, note.id)).toMatchObject({ place: 'office', version: 1 });
});

it.each(['sue', 'nadia', 'max', 'priya', 'ada'] as const)('refuses %s', async (who) => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answer = await peerwork.as(who).patch(`/v1/session-notes/${note.id}`, { place: 'park' }, { version: 1 });
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect((await stored(peerwork, note.id))['place']).toBe('office');
});
