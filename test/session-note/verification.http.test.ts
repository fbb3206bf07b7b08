import pg from 'pg';
import { contentHash, verifySignedNotes } from '../../src/modules/session-note/index.ts';
import { addendumHash } from '../../src/modules/session-note/note-content.ts';
import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, cosigned, drafted, type Note, sign, signed } from './session.ts';

const peerwork = launch();

async function verify(): Promise<Awaited<ReturnType<typeof verifySignedNotes>>> {
  const auditor = new pg.Client({ connectionString: peerwork.ownerUrl, options: '-c role=app_auditor' });
  await auditor.connect();
  try {
    return await verifySignedNotes(auditor);
  } finally {
    await auditor.end();
  }
}

/** What only the owner can do: a change past every trigger. */
async function asOwner(text: string, values: unknown[]): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  try {
    await peerwork.rows(text, values);
  } finally {
    await peerwork.rows('set session_replication_role = origin');
  }
}

const TRAIL = ['app.audit_events', `app.audit_events_${new Date().toISOString().slice(0, 7).replace('-', '_')}`];

/** Only the first finding is named, so a note that a test has spoilt goes before the next, and what the trail knows of its changes. */
async function forget({ id }: Note): Promise<void> {
  for (const table of TRAIL) await peerwork.rows(`alter table ${table} disable trigger append_only`);
  await asOwner(`delete from app.audit_events where subject_id = $1 and kind = 'change'`, [id]);
  for (const table of TRAIL) await peerwork.rows(`alter table ${table} enable always trigger append_only`);
  for (const part of ['texts', 'goals', 'signatures', 'returns', 'addenda', 'voids'])
    await asOwner(`delete from app.session_note_${part} where note_id = $1`, [id]);
  await asOwner('delete from app.session_notes where id = $1', [id]);
  expect((await verify()).finding).toBeNull();
}

const make = {
  'a co-signed note': async () => {
    const goalIds = [(await agreedGoal(peerwork, 'ana', 'jordan')).id, (await agreedGoal(peerwork, 'ana', 'jordan')).id].reverse();
    return cosigned(peerwork, 'ana', 'jordan', { goalIds, plan: null, purposes: ['empathy', 'advice'] });
  },
  'an attempt': () => signed(peerwork, 'olive', 'riley', { outcome: 'no-show', intervention: null, response: null }),
  'a voided note': async () => {
    const { id, version } = await signed(peerwork, 'ana', 'jordan');
    const { body: returned } = await peerwork.as('sue').put(`/v1/session-notes/${id}/return`, { reason: 'Say more' }, { version });
    const { body: changed } = await peerwork.as('ana').patch(`/v1/session-notes/${id}`, { plan: 'More' }, { version: returned.version });
    const { body: again } = await sign(peerwork, 'ana', changed);
    return (await peerwork.as('sue').put(`/v1/session-notes/${id}/void`, { reason: 'Wrong client' }, { version: again.version })).body as Note;
  },
};

it('finds every signed note as it was signed, and leaves drafts out', async () => {
  const before = (await verify()).notes;
  for (const one of Object.values(make)) await one();
  const { id } = await cosigned(peerwork, 'ana', 'jordan');
  await peerwork.as('ana').post(`/v1/session-notes/${id}/addenda`, { text: 'More', reason: 'Afterthought' });
  await drafted(peerwork, 'ana', 'jordan');
  expect(await verify()).toEqual({ notes: before + 4, finding: null });
});

it('names a signed note that the owner took away, or made a draft again', async () => {
  const gone = await make['an attempt']();
  for (const part of ['texts', 'goals', 'signatures']) await asOwner(`delete from app.session_note_${part} where note_id = $1`, [gone.id]);
  await asOwner('delete from app.session_notes where id = $1', [gone.id]);
  expect((await verify()).finding).toEqual({ noteId: gone.id, what: 'was signed and is gone' });
  await forget(gone);
  const unsigned = await make['an attempt']();
  await asOwner(`update app.session_notes set status = 'draft', signed_at = null where id = $1`, [unsigned.id]);
  expect((await verify()).finding).toEqual({ noteId: unsigned.id, what: 'was signed and counts as a draft' });
  await forget(unsigned);
});

it('can be asked again on the same connection after it found something', async () => {
  const note = await make['an attempt']();
  await asOwner(`update app.session_notes set program_code = 'detox' where id = $1`, [note.id]);
  const auditor = new pg.Client({ connectionString: peerwork.ownerUrl, options: '-c role=app_auditor' });
  await auditor.connect();
  const [first, again] = [await verifySignedNotes(auditor), await verifySignedNotes(auditor)];
  await auditor.end();
  expect([first.finding?.noteId, again.finding]).toEqual([note.id, first.finding]);
  await forget(note);
});

it.each<[string, keyof typeof make, string]>([
  ['a word', 'a co-signed note', `update app.session_note_texts set response = response || '.' where note_id = $1`],
  ['which words are which', 'a co-signed note', `update app.session_note_texts set plan = response, response = plan where note_id = $1`],
  ['nothing into an empty text', 'a co-signed note', `update app.session_note_texts set plan = '' where note_id = $1`],
  ['the words altogether', 'a voided note', `delete from app.session_note_texts where note_id = $1`],
  ['when it was', 'a co-signed note', `update app.session_notes set ended_at = ended_at - interval '1 millisecond' where id = $1`],
  ['on which day it counts', 'an attempt', `update app.session_notes set service_on = service_on - 1 where id = $1`],
  ['whose work it was', 'an attempt', `update app.session_notes set author_id = '${CAST.ana.specialistId}' where id = $1`],
  ['how it came out', 'an attempt', `update app.session_notes set outcome = 'completed' where id = $1`],
  ['where it counts', 'an attempt', `update app.session_notes set program_code = 'detox' where id = $1`],
  ['that the EHR is to see it', 'an attempt', `update app.session_notes set kept_from_ehr = true where id = $1`],
  ['what it was for', 'a co-signed note', `update app.session_notes set purposes = array['empathy-advice'] where id = $1`],
  [
    'a goal',
    'a co-signed note',
    `delete from app.session_note_goals where note_id = $1 and goal_id = (select max(goal_id::text)::uuid from app.session_note_goals)`,
  ],
  ['the place of a voided one', 'a voided note', `update app.session_notes set place = 'elsewhere' where id = $1`],
  ['the hash in the signature', 'an attempt', `update app.session_note_signatures set content_hash = sha256('') where note_id = $1`],
])('names the note in which the owner changed %s', async (_, kind, offence) => {
  const note = await make[kind]();
  expect((await verify()).finding).toBeNull();
  await asOwner(offence, [note.id]);
  expect((await verify()).finding).toEqual({ noteId: note.id, what: 'is not what was signed' });
  await forget(note);
});

it('names a note that the owner changed together with its signature: the trail remembers', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  await asOwner(`update app.session_note_texts set response = 'All is well' where note_id = $1`, [note.id]);
  const { body } = await peerwork.as('ana').get(`/v1/session-notes/${note.id}`);
  expect(body.response).toBe('All is well');
  const instants = { startedAt: new Date(body.startedAt), endedAt: new Date(body.endedAt) };
  const hash = contentHash({ ...body, ...instants, authorId: body.peerSpecialistId, programCode: body.program });
  await asOwner('update app.session_note_signatures set content_hash = $2 where note_id = $1', [note.id, hash]);
  expect((await verify()).finding).toEqual({ noteId: note.id, what: 'was changed together with its signature' });
  await forget(note);
});

it('names a note that counts as signed without a signature', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  await asOwner(`update app.session_notes set status = 'signed', signed_at = now() where id = $1`, [note.id]);
  expect((await verify()).finding).toEqual({ noteId: note.id, what: 'counts as signed without a signature' });
  await forget(note);
});

describe('an addendum', () => {
  const changed = async (id: string, text: string, hashOf: (addendum: AddendumView) => Buffer | null) => {
    const { body } = await peerwork.as('ana').get(`/v1/session-notes/${id}`);
    const [addendum] = body.addenda as AddendumView[];
    await asOwner('update app.session_note_addenda set text = $2, content_hash = coalesce($3, content_hash) where note_id = $1', [
      id,
      text,
      hashOf({ ...addendum!, text }),
    ]);
  };
  type AddendumView = Omit<Parameters<typeof addendumHash>[0], 'createdAt'> & { createdAt: string };
  const rightHash = (addendum: AddendumView) => addendumHash({ ...addendum, createdAt: new Date(addendum.createdAt) });

  it.each<[string, string, (addendum: AddendumView) => Buffer | null]>([
    ['changed', 'Less', () => null],
    ['changed together with its hash', 'Less', rightHash],
  ])('that was %s by the owner betrays its note', async (_, text, hashOf) => {
    const note = await signed(peerwork, 'ana', 'jordan');
    await peerwork.as('ana').post(`/v1/session-notes/${note.id}/addenda`, { text: 'More', reason: 'Afterthought' });
    await changed(note.id, 'More', rightHash);
    expect((await verify()).finding).toBeNull();
    await changed(note.id, text, hashOf);
    expect((await verify()).finding).toEqual({ noteId: note.id, what: 'has an addendum that is not what was added' });
    await forget(note);
  });

  it('that the owner made up betrays its note', async () => {
    const note = await signed(peerwork, 'ana', 'jordan');
    const { id, clientId } = note;
    const made = { id: UNKNOWN, noteId: id, clientId, text: 'Less', reason: 'Afterthought', addedBy: CAST.ana.id, createdAt: new Date() };
    await asOwner(
      'insert into app.session_note_addenda (id, note_id, client_id, text, reason, added_by, created_at, content_hash) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [...Object.values(made), addendumHash(made)],
    );
    expect((await verify()).finding).toEqual({ noteId: id, what: 'has an addendum that is not what was added' });
    await forget(note);
  });
});
