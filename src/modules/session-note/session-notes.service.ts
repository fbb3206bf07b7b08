import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { idTaken, invalidAll, notFound, Problem, stale } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { NoteHints } from './note-hints.service.ts';
import { NoteGoal, NoteText } from './note-parts.entity.ts';
import type { SessionNotePage, SessionNoteRow, SessionNoteView } from './session-note-view.dto.ts';
import type { ChangeSessionNote, DraftSessionNote, FindSessionNotes } from './session-note.dto.ts';
import { type Outcome, type Session, SessionNote, type Setting, signedAlready, type Words } from './session-note.entity.ts';
import { FILTERS, GROUND, list, read, WORDS } from './session-note.queries.ts';

const overlap = (otherNoteId?: string) =>
  new Problem('conflict', 'sessions-overlap', 'You or the client have another session at that time; look at the times', otherNoteId ? { otherNoteId } : {});
for (const constraint of ['session_notes_author_once', 'session_notes_client_once']) onViolation(constraint, overlap);
onViolation('session_notes_immutable', signedAlready);
onViolation('session_notes_pkey', idTaken);

type Ground = { isVisible: boolean; wasAssigned: boolean; programCode: string | null; goalsAllowed: string[]; otherNoteId: string | null };
type About = Session & { clientId: string; authorId: string; noteId?: string; groupSessionId?: string | null };
type OfGroup = { clientId: string; groupSessionId: string; session: Session; goalIds: string[]; words: Words };
const NO_NOTE = '00000000-0000-0000-0000-000000000000';
/** Those who see the clients of a caseload, a team or a treatment; the others see the whole center, without words. */
const CLOSE_ROLES = ['peer-specialist', 'supervisor', 'clinician'];

@Injectable()
export class SessionNotes {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly hints: NoteHints,
  ) {}

  async draft(
    by: Actor,
    { id, clientId, goalIds = [], intervention = null, response = null, plan = null, reason = null, keptFromEhr = false, ...wish }: DraftSessionNote,
  ): Promise<SessionNoteView> {
    const authorId = by.peerSpecialistId;
    if (!authorId) throw new Problem('conflict', 'no-specialist-profile', 'Your account has no peer specialist profile yet; ask an administrator');
    const session = { ...wish, keptFromEhr };
    const { setting, ground } = await this.survey({ ...session, clientId, authorId }, goalIds);
    if (!ground.isVisible) throw notFound();
    const note = SessionNote.draft(clientId, authorId, session, setting, this.clock.now(), { id });
    judge(ground, session.outcome, goalIds);
    await this.add(note, { intervention, response, plan, reason }, goalIds);
    this.audit.record(by, 'session-note.drafted', note.id, { clientId });
    return this.read(by, note.id);
  }

  /** Of somebody who sat in a group that the author led: whether he is assigned to him, or may see him, is no question then. */
  async draftOfGroup(by: Actor, { clientId, groupSessionId, session, goalIds, words }: OfGroup): Promise<SessionNoteView> {
    const authorId = by.peerSpecialistId;
    if (!authorId) throw notFound();
    const { setting, ground } = await this.survey({ ...session, clientId, authorId, groupSessionId }, goalIds);
    const note = SessionNote.draft(clientId, authorId, session, setting, this.clock.now(), { groupSessionId });
    judge({ ...ground, wasAssigned: true }, session.outcome, goalIds);
    await this.add(note, words, goalIds);
    this.audit.record(by, 'session-note.drafted', note.id, { clientId, groupSessionId });
    return this.read(by, note.id);
  }

  async list(by: Actor, query: FindSessionNotes): Promise<SessionNotePage> {
    const filters = (Object.keys(FILTERS) as (keyof typeof FILTERS)[]).filter((name) => query[name] !== undefined && query[name] !== false);
    const values = [startOf(query), query.limit + 1, ...filters.map((name) => query[name])];
    return pageOf(await this.work.rows<SessionNoteRow>({ ...list(filters, CLOSE_ROLES.includes(by.role)), values }), query, ({ id }) => id);
  }

  async read(by: Actor, id: string): Promise<SessionNoteView> {
    const [note] = await this.work.rows<SessionNoteView>({ ...read(CLOSE_ROLES.includes(by.role)), values: [id] });
    if (!note) throw notFound();
    return note;
  }

  async change(
    by: Actor,
    id: string,
    version: number,
    { goalIds, intervention, response, plan, reason, ...wish }: ChangeSessionNote,
  ): Promise<SessionNoteView> {
    const note = await this.forChange(id, version);
    note.demandDraft();
    const session = { ...sessionOf(note), ...wish };
    const { clientId, authorId, groupSessionId } = note;
    const { setting, ground } = await this.survey({ ...session, clientId, authorId, noteId: id, groupSessionId }, goalIds ?? []);
    // A draft outlives its author's sight of the client, since it must still be finished; what he cannot see stays as it was.
    const kept = !ground.isVisible && setting.serviceOn === note.serviceOn;
    note.change(session, kept ? { ...setting, programCode: note.programCode } : setting, this.clock.now());
    judge(kept || groupSessionId ? { ...ground, wasAssigned: true } : ground, session.outcome, goalIds ?? []);
    await this.work.save(note, { touch: true });
    if (goalIds) await this.replaceGoals(note, goalIds);
    await this.changeWords(note, given({ intervention, response, plan, reason }));
    this.audit.record(by, 'session-note.changed', id, {
      clientId: note.clientId,
      fields: Object.keys({ ...wish, ...given({ goalIds, intervention, response, plan, reason }) }),
    });
    return this.read(by, id);
  }

  /** Authors may lock drafts only, so what is locked out is told apart by looking at it. */
  async forChange(id: string, version: number): Promise<SessionNote> {
    const locked = await this.work.forChange(SessionNote, id, version);
    const note = locked ?? (await this.work.find(SessionNote, id));
    if (!note) throw notFound();
    if (note.version !== version) throw stale(note.version);
    return note;
  }

  private async add(note: SessionNote, words: Words, goalIds: string[]): Promise<void> {
    await this.work.insert(note);
    const hints = await this.hints.of(note, words, goalIds.length);
    await this.work.insert(NoteText.of(note, words, hints), ...goalIds.map((goalId) => NoteGoal.of(note, goalId)));
  }

  private async survey(
    { clientId, authorId, startedAt, endedAt, noteId = NO_NOTE, groupSessionId = null }: About,
    goalIds: string[],
  ): Promise<{ setting: Setting; ground: Ground }> {
    const serviceOn = serviceDay(startedAt, this.env.SITE_TIME_ZONE);
    const values = [clientId, authorId, startedAt, endedAt, serviceOn, this.env.SITE_TIME_ZONE, goalIds, noteId, groupSessionId];
    const [ground] = await this.work.rows<Ground>({ ...GROUND, values });
    return { setting: { serviceOn, programCode: ground!.programCode }, ground: ground! };
  }

  /** Hints are of all the words and of what the note is about, whichever of it changed. */
  private async changeWords(note: SessionNote, wish: Partial<Words>): Promise<void> {
    const [before] = await this.work.rows<Words & { goalCount: number }>({ ...WORDS, values: [note.id] });
    const { goalCount, ...words } = { ...before!, ...wish };
    const hints = await this.hints.of(note, words, goalCount);
    await this.work.rows({
      name: 'change_words',
      text: `update app.session_note_texts set intervention = $2, response = $3, plan = $4, reason = $5, hints = $6 where note_id = $1`,
      values: [note.id, words.intervention, words.response, words.plan, words.reason, JSON.stringify(hints)],
    });
  }

  private async replaceGoals(note: SessionNote, goalIds: string[]): Promise<void> {
    await this.work.rows({ text: 'delete from app.session_note_goals where note_id = $1', values: [note.id] });
    await this.work.insert(...goalIds.map((goalId) => NoteGoal.of(note, goalId)));
  }
}

function judge({ wasAssigned, goalsAllowed, otherNoteId }: Ground, outcome: Outcome, goalIds: string[]): void {
  if (!wasAssigned)
    throw new Problem('conflict', 'not-assigned-then', 'You were not assigned to this client on that day; ask your supervisor to date the assignment');
  const strangers = goalIds.flatMap((id, at) =>
    goalsAllowed.includes(id) ? [] : [{ pointer: `#/goalIds/${at}`, detail: 'is not a goal of this client that is in force' }],
  );
  if (strangers.length > 0) throw invalidAll(strangers);
  if (otherNoteId && outcome === 'completed') throw overlap(otherNoteId);
}

const sessionOf = ({ startedAt, endedAt, outcome, modality, place, purposes, keptFromEhr }: SessionNote): Session => ({
  startedAt,
  endedAt,
  outcome,
  modality,
  place,
  purposes,
  keptFromEhr,
});

const given = <T extends object>(fields: T): Partial<T> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
