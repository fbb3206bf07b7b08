import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { daysAgo, type Note, signed } from '../session-note/session.ts';
import { asOwner, coveredBy, day } from './payers.ts';

const peerwork = launch();
const DAYS = { from: day(10), to: day(0) };
const exported = (who: Who = 'max', days: object = DAYS, key?: string) => peerwork.as(who).post('/v1/claim-exports', days, key ? { key } : {});
const lines = async () => (await peerwork.as('max').get(`/v1/claim-lines?from=${DAYS.from}&to=${DAYS.to}`)).body.items as Record<string, any>[];
const voided = (note: Note) => peerwork.as('sue').put(`/v1/session-notes/${note.id}/void`, { reason: 'wrong client' }, { version: note.version });
const clean = () => asOwner(peerwork, 'delete from app.claim_lines; delete from app.claim_exports');
let notes: Note[];

beforeAll(async () => {
  await asOwner(peerwork, 'update app.programs set cosignature_required = false');
  await coveredBy(peerwork, 'jordan', { annual_cap_units: 5 });
  notes = [];
  for (const days of [2.9, 2, 1]) notes.push(await signed(peerwork, 'ana', 'jordan', daysAgo(days)));
});

describe('POST /v1/claim-exports', () => {
  it('exports what is ready, once, and says how much it was', async () => {
    const { status, body } = await exported();
    expect([status, body]).toEqual([201, { id: expect.any(String), ...DAYS, lines: 3, units: 5, exportedBy: CAST.max.id, createdAt: expect.any(String) }]);
    expect(await peerwork.trail(body.id)).toMatchObject([{ action: 'claim-export.made', account_id: CAST.max.id, facts: { ...DAYS, lines: 3, units: 5 } }]);
    const found = await lines();
    expect(found.map(({ kind, units, exportedAt }) => [kind, units, exportedAt])).toEqual([1, 2, 2].map((units) => ['original', units, body.createdAt]));
    expect(found.map(({ noteId }) => noteId).sort()).toEqual(notes.map(({ id }) => id).sort());
    expect(new Set(found.map(({ specialistName, credential }) => `${specialistName} ${credential}`))).toEqual(new Set(['Ana CPRS CPRS-ana (State Board)']));
  });

  it('has nothing to export a second time, and keeps no empty export', async () => {
    expect(await exported()).toMatchObject({ status: 409, body: { type: '/problems/nothing-to-export' } });
    expect((await peerwork.as('max').get('/v1/claim-exports')).body.items).toHaveLength(1);
  });

  it('corrects what was voided, and what is worth something else by that, in new lines', async () => {
    await voided(notes[0]!);
    const pending = (await lines()).filter(({ exportedAt }) => exportedAt === null);
    const originals = (await lines()).filter(({ kind }) => kind === 'original');
    expect(pending.map(({ noteId, kind, units }) => [noteId, kind, units])).toEqual([
      [notes[2]!.id, 'correction', 2],
      [notes[0]!.id, 'correction', 0],
    ]);
    expect(pending.map(({ corrects }) => corrects)).toEqual([2, 0].map((nth) => originals.find(({ noteId }) => noteId === notes[nth]!.id)!['id']));
    expect((await exported()).body).toMatchObject({ lines: 2, units: 2 });
    expect((await lines()).filter(({ kind }) => kind === 'original')).toEqual(originals);
    expect(await exported()).toMatchObject({ status: 409 });
  });

  it('corrects a correction', async () => {
    await voided(notes[2]!);
    expect((await exported()).body).toMatchObject({ lines: 1, units: 0 });
    const chain = (await lines()).filter(({ noteId }) => noteId === notes[2]!.id);
    expect(chain.map(({ kind, units }) => [kind, units])).toEqual([
      ['correction', 0],
      ['correction', 2],
      ['original', 1],
    ]);
    expect(chain.slice(0, 2).map(({ corrects }) => corrects)).toEqual(chain.slice(1).map(({ id }) => id));
  });

  it('exports once for one key, however often it is sent', async () => {
    await clean();
    const [first, again] = [await exported('max', DAYS, 'one-key-for-this-test'), await exported('max', DAYS, 'one-key-for-this-test')];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(await lines()).toHaveLength(1);
  });

  it('leaves a line as it was exported, whatever happens afterwards', async () => {
    for (const change of ['update app.claim_lines set units = 9', 'update app.claim_exports set units = 9', 'delete from app.claim_lines'])
      await expect(peerwork.rows(change)).rejects.toMatchObject({ code: expect.stringMatching(/^PX50[12]$/) });
  });

  it.each([
    [{}, ['#/from', '#/to']],
    [{ ...DAYS, to: day(11) }, ['#/to']],
    [{ from: day(200), to: day(0) }, ['#/to']],
    [{ ...DAYS, lines: 1 }, ['#/lines']],
  ])('refuses %j and exports nothing', async (days, pointers) => {
    await clean();
    const answer = await exported('max', days);
    expect([answer.status, answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([422, pointers]);
    expect(await peerwork.rows('select from app.claim_lines')).toEqual([]);
  });

  it.each(['ana', 'sue', 'nadia', 'priya', 'ada'] as const)('is not for %s', async (who) => {
    for (const answer of [await exported(who), await peerwork.as(who).get('/v1/claim-exports')])
      expect(answer.body).toMatchObject({ type: '/problems/role-may-not' });
  });

  it('exports each line once when two export at the same time', async () => {
    await clean();
    const [one, other] = await Promise.all([exported(), exported()]);
    expect([one!.status, other!.status].sort()).toEqual([201, 409]);
    expect(await peerwork.rows('select note_id from app.claim_lines')).toEqual([{ note_id: notes[1]!.id }]);
    expect(await peerwork.rows('select client_id from app.claim_lines')).toEqual([{ client_id: CLIENTS.jordan }]);
  });
});
