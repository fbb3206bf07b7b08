import { createHash } from 'node:crypto';
import type { NoteAddendum } from './note-parts.entity.ts';
import type { Session, SessionNote, Words } from './session-note.entity.ts';

export type NoteContent = Pick<SessionNote, 'id' | 'clientId' | 'authorId' | 'programCode' | 'serviceOn'> & Session & Words & { goalIds: string[] };

/** SHA-256 of everything that a signature stands for. The length before each part keeps two contents from reading alike. */
export function contentHash(note: NoteContent): Buffer {
  const {
    id,
    clientId,
    authorId,
    programCode,
    serviceOn,
    startedAt,
    endedAt,
    outcome,
    modality,
    place,
    purposes,
    goalIds,
    intervention,
    response,
    plan,
    reason,
    keptFromEhr,
  } = note;
  return digest([
    ...[id, clientId, authorId, programCode, serviceOn, startedAt.toISOString(), endedAt.toISOString(), outcome, modality, place],
    ...[String(purposes.length), ...purposes, String(goalIds.length), ...[...goalIds].sort()],
    ...[intervention, response, plan],
    // Signatures of notes that have neither stand for what they always stood for.
    ...(keptFromEhr ? [reason || null, 'kept-from-ehr'] : reason ? [reason] : []),
  ]);
}

export const addendumHash = ({ id, noteId, clientId, text, reason, addedBy, createdAt }: Omit<NoteAddendum, 'contentHash'>): Buffer =>
  digest([id, noteId, clientId, text, reason, addedBy, createdAt.toISOString()]);

const digest = (parts: (string | null)[]): Buffer =>
  createHash('sha256')
    .update(parts.map((part) => (part === null ? '-' : `${Buffer.byteLength(part)}:${part}`)).join(''))
    .digest();
