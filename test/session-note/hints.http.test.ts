import { CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';

const peerwork = launch();
const WORDS = 'We talked about the week that was and about what helped him through the evening when the old friends called and asked him out again';
let hour = 0;
const draft = async (who: 'ana' | 'ben', client: string, words: object) => {
  const began = Date.now() - 3_600_000 * ++hour;
  const times = { startedAt: new Date(began).toISOString(), endedAt: new Date(began + 600_000).toISOString() };
  const answer = await peerwork.as(who).post('/v1/session-notes', {
    ...{ clientId: client, ...times, outcome: 'completed', modality: 'phone', place: 'office', purposes: [] },
    ...words,
  });
  expect(answer.status).toBe(201);
  return answer.body;
};
const kinds = ({ hints }: any) => hints.map(({ kind }: { kind: string }) => kind);

it('tells them with the draft, after a change and after signing, to whoever reads the words, and keeps nobody from signing', async () => {
  const note = await draft('ana', CLIENTS.jordan, { intervention: 'Listened', response: 'Says he is clean' });
  expect(note.hints).toEqual([
    { kind: 'person-first', field: 'response', words: 'clean', detail: expect.any(String) },
    { kind: 'no-goal', field: null, words: null, detail: expect.any(String) },
  ]);
  const changed = await peerwork.as('ana').patch(`/v1/session-notes/${note.id}`, { response: 'Says he has not used since' }, { version: 1 });
  expect(kinds(changed.body)).toEqual(['no-goal']);
  const signed = await peerwork.as('ana').put(`/v1/session-notes/${note.id}/signature`, { attestation: true }, { version: 2 });
  expect(signed).toMatchObject({ status: 200, body: { status: 'pending-cosignature' } });
  for (const who of ['ana', 'sue', 'nadia'] as const) expect(kinds((await peerwork.as(who).get(`/v1/session-notes/${note.id}`)).body)).toEqual(['no-goal']);
  for (const who of ['max', 'priya'] as const) expect(kinds((await peerwork.as(who).get(`/v1/session-notes/${note.id}`)).body)).toEqual([]);
});

it("finds almost the same words in an author's earlier notes, of whichever client, and in nobody else's", async () => {
  expect(kinds(await draft('ana', CLIENTS.jordan, { response: WORDS }))).toEqual(['no-goal']);
  expect(kinds(await draft('ben', CLIENTS.sam, { response: WORDS }))).toEqual(['no-goal']);
  const again = await draft('ana', CLIENTS.jordan, { response: `${WORDS} today` });
  expect(kinds(again)).toEqual(['near-identical', 'no-goal']);
  expect(again.hints[0].detail).toContain('an earlier note of yours');
  const changed = await peerwork
    .as('ana')
    .patch(
      `/v1/session-notes/${again.id}`,
      { response: 'Something that was never written before, and that is about quite another thing altogether' },
      { version: 1 },
    );
  expect(kinds(changed.body)).toEqual(['no-goal']);
});

it('keeps sketches from everybody but their authors', async () => {
  const [{ count }] = (await peerwork.rows<{ count: number }>('select count(*)::integer as count from app.session_note_sketches')) as [{ count: number }];
  expect(count).toBeGreaterThan(2);
  for (const role of ['supervisor', 'clinician', 'program_manager', 'privacy_officer', 'administrator']) {
    await peerwork.rows(`begin; set local role app_${role}`);
    await expect(peerwork.rows('select from app.session_note_sketches')).rejects.toThrow(/permission denied/);
    await peerwork.rows('rollback');
  }
});
