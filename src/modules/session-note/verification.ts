import type pg from 'pg';
import { addendumHash, contentHash, type NoteContent } from './note-content.ts';

/** The first note that is not as it was signed. */
export type SignedNoteFinding = { noteId: string; what: string };
export type SignedNotesReport = { notes: number; finding: SignedNoteFinding | null };

type Signed = NoteContent & { status: string; signature: Buffer | null; recordedId: string | null; recorded: string | null };
type Addendum = Parameters<typeof addendumHash>[0] & { contentHash: Buffer; recorded: string | null };

const PAGE = 5_000;

/**
 * Works out anew what each signature stood for, and compares it with the signature and with the sealed audit record of the
 * signing: whoever owns the database can rewrite the first two, but not the third without breaking a seal.
 */
export async function verifySignedNotes(auditor: pg.Client): Promise<SignedNotesReport> {
  const report: SignedNotesReport = { notes: 0, finding: null };
  for await (const note of pages<Signed>(auditor, NOTES)) {
    report.notes += 1;
    const what = faultOf(note);
    if (what) return { ...report, finding: { noteId: note.recordedId ?? note.id, what } };
  }
  for await (const addendum of pages<Addendum>(auditor, ADDENDA)) {
    const hash = addendumHash(addendum);
    if (!hash.equals(addendum.contentHash) || addendum.recorded !== hash.toString('hex'))
      return { ...report, finding: { noteId: addendum.noteId, what: 'has an addendum that is not what was added' } };
  }
  return report;
}

function faultOf(note: Signed): string | null {
  if (note.id === null) return 'was signed and is gone';
  if (note.status === 'draft') return 'was signed and counts as a draft';
  if (!note.signature) return 'counts as signed without a signature';
  const hash = contentHash(note).toString('hex');
  if (note.signature.toString('hex') !== hash) return 'is not what was signed';
  return note.recorded === hash ? null : 'was changed together with its signature';
}

/** A cursor: the records of the trail are sorted once, and nothing is held but one page. */
async function* pages<T extends object>(auditor: pg.Client, text: string): AsyncGenerator<T> {
  await auditor.query(`begin read only; declare signed no scroll cursor for ${text}`);
  try {
    for (let rows: T[] = []; ;) {
      ({ rows } = await auditor.query<T>(`fetch ${PAGE} from signed`));
      yield* rows;
      if (rows.length < PAGE) return;
    }
  } finally {
    await auditor.query('rollback');
  }
}

const NOTES = `
  select n.id, n.status, n.client_id as "clientId", n.author_id as "authorId", n.program_code as "programCode", n.service_on::text as "serviceOn", n.started_at as "startedAt", n.ended_at as "endedAt",
         n.outcome, n.modality, n.place, n.purposes, n.kept_from_ehr as "keptFromEhr", t.intervention, t.response, t.plan, t.reason,
         array(select goal_id from app.session_note_goals where note_id = n.id) as "goalIds",
         (select content_hash from app.session_note_signatures where note_id = n.id and kind = 'author' order by signed_at desc, id desc limit 1) as signature,
         e.subject_id as "recordedId", e.hash as recorded
    from app.session_notes n left join app.session_note_texts t on t.note_id = n.id
    full join (select distinct on (subject_id) subject_id, action, client_ids, facts ->> 'contentHash' as hash from app.audit_events
                where action in ('session-note.signed', 'session-note.returned') order by subject_id, id desc) e
      on e.subject_id = n.id
   where n.signed_at is not null
      or e.action = 'session-note.signed'
         -- Gone with the record of its client, and the trail says so.
         and (n.id is not null or not exists (select from app.audit_events p where p.action = 'client.purged' and p.subject_id = any (e.client_ids)))
   order by coalesce(n.id, e.subject_id)`;

const ADDENDA = `
  select a.id, a.note_id as "noteId", a.client_id as "clientId", a.text, a.reason, a.added_by as "addedBy", a.created_at as "createdAt", a.content_hash as "contentHash",
         e.facts ->> 'contentHash' as recorded
    from app.session_note_addenda a
    left join app.audit_events e on e.action = 'session-note.amended' and e.subject_id = a.note_id and e.facts ->> 'addendumId' = a.id::text
   order by a.id`;
