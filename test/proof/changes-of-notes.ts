import { v7 as uuid } from 'uuid';
import type { Change } from './changes.ts';
import { ago } from './race-fresh.ts';
import { textOf } from './changes-of-center.ts';

const reason = 'for this race';
export const SESSION = { startedAt: ago(60), endedAt: ago(30), outcome: 'completed', modality: 'phone', place: 'office', purposes: [] };

/** What changes session notes and what is said of them. */
export const NOTE_CHANGES: Record<string, Change> = {
  'POST /v1/session-notes': {
    action: 'session-note.drafted',
    gate: 'session_notes',
    again: '409 sessions-overlap',
    proves: ['app.author_is_free()', 'session_notes_client_once'],
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const body = { clientId, ...SESSION };
      return { by: author.token, body, effects: ['select count(*) from app.session_notes where client_id = $1', [clientId]] };
    },
  },
  'PATCH /v1/session-notes/:id': {
    action: 'session-note.changed',
    gate: 'session_notes',
    proves: ['session_note_goals_pkey'],
    wish: async (fresh) => {
      const team = await fresh.team();
      const [id, goalId] = [await fresh.note(team, 'draft'), await fresh.goal(team, 'active')];
      const body = (nth: number) => ({ intervention: textOf(nth), goalIds: [goalId] });
      return { by: team.author.token, on: id, body, effects: rise(id) };
    },
  },
  'POST /v1/clients/:id/attempts': {
    action: 'session-note.drafted',
    gate: 'session_notes',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const body = { outcome: 'no-show', modality: 'phone', at: ago(60) };
      return { by: author.token, on: clientId, body, effects: ['select count(*) from app.session_notes where client_id = $1', [clientId]] };
    },
  },
  'POST /v1/batches': {
    action: 'session-note.drafted',
    gate: 'session_notes',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const body = { operations: [{ id: uuid(), draftNote: { clientId, ...SESSION } }] };
      return { by: author.token, body, effects: ['select count(*) from app.session_notes where client_id = $1', [clientId]] };
    },
  },
  'POST /v1/cosignatures': {
    action: 'session-note.cosigned',
    gate: 'session_notes',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.note(team, 'pending-cosignature');
      return { by: team.supervisor.token, body: { notes: [{ id, version: 1 }] }, effects: signatures('cosigner')(id) };
    },
  },
  'PUT /v1/session-notes/:id/signature': onNote('session-note.signed', 'draft', 'author', { attestation: true }, signatures('author')),
  'PUT /v1/session-notes/:id/cosignature': onNote('session-note.cosigned', 'pending-cosignature', 'supervisor', {}, signatures('cosigner')),
  'PUT /v1/session-notes/:id/return': onNote('session-note.returned', 'pending-cosignature', 'supervisor', { reason }, rows('session_note_returns')),
  'PUT /v1/session-notes/:id/void': {
    ...onNote('session-note.voided', 'signed', 'supervisor', { reason }, rows('session_note_voids')),
    proves: ['session_note_voids_pkey', 'app.session_note_moves_as_ruled()'],
  },
  'POST /v1/session-notes/:id/addenda': {
    ...onNote('session-note.amended', 'signed', 'author', { text: 'One more thing', reason }, rows('session_note_addenda')),
    gate: 'session_note_addenda',
    again: undefined,
  },
};

type Count = (noteId: string) => [string, unknown[]];

function onNote(action: string, status: 'draft' | 'pending-cosignature' | 'signed', by: 'author' | 'supervisor', body: object, effects: Count): Change {
  return {
    action,
    gate: 'session_notes',
    again: '412 stale-version',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.note(team, status);
      return { by: team[by].token, on: id, body, effects: effects(id) };
    },
  };
}

function rise(id: string): [string, unknown[]] {
  return [`select version - 1 as count from app.session_notes where id = $1`, [id]];
}

function signatures(kind: 'author' | 'cosigner'): Count {
  return (id) => [`select count(*) from app.session_note_signatures where note_id = $1 and kind = $2`, [id, kind]];
}

function rows(table: string): Count {
  return (id) => [`select count(*) from app.${table} where note_id = $1`, [id]];
}
