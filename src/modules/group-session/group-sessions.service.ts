import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { SessionNotes } from '../session-note/index.ts';
import { AllGroupSeries } from './group-series.service.ts';
import type {
  CancelGroupSession,
  CloseGroupSession,
  GroupResponseView,
  GroupSessionPage,
  GroupSessionRow,
  GroupSessionView,
  HoldGroupSession,
  NameHint,
  RespondToGroupSession,
  ScheduleGroupSession,
  TakeGroupAttendance,
} from './group-session.dto.ts';
import { GroupSession, GroupSessionText, type Presence } from './group-session.entity.ts';
import { CORRECT, EXEMPT, KNOWN_THERE, LIST_SESSIONS, NAMED_IN_NOTE, PRESENCE, PRESENT, PUT_ON, READ_SESSION, TAKE_OFF } from './group-session.queries.ts';

/** The meetings of a group, from the plan to the last note. */
@Injectable()
export class GroupSessions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly series: AllGroupSeries,
    private readonly notes: SessionNotes,
  ) {}

  async schedule(by: Actor, seriesId: string, { place, ...plan }: ScheduleGroupSession): Promise<GroupSessionView> {
    const series = await this.series.forChange(seriesId);
    series.demandOpen();
    const session = GroupSession.schedule(seriesId, plan, by.id);
    await this.work.insert(session);
    await this.work.insert(GroupSessionText.of(session, place));
    this.audit.record(by, 'group-session.scheduled', session.id, { seriesId });
    return this.read(session.id);
  }

  async list(seriesId: string, query: PageQuery): Promise<GroupSessionPage> {
    await this.series.read(seriesId);
    const values = [seriesId, startOf(query), query.limit + 1];
    return pageOf(await this.work.rows<GroupSessionRow>({ ...LIST_SESSIONS, values }), query, ({ id }) => id);
  }

  async read(id: string): Promise<GroupSessionView> {
    const [session] = await this.work.rows<GroupSessionView>({ ...READ_SESSION, values: [id] });
    if (!session) throw notFound();
    return session;
  }

  async hold(by: Actor, id: string, version: number, { startedAt, endedAt, topic = null, summary = null }: HoldWish): Promise<GroupSessionView> {
    const session = await this.forChange(id, version);
    session.hold(startedAt, endedAt, this.clock.now());
    await this.work.save(session);
    await this.work.rows({ text: 'update app.group_session_texts set topic = $2, summary = $3 where session_id = $1', values: [id, topic, summary] });
    this.audit.record(by, 'group-session.held', id, { seriesId: session.seriesId });
    return this.read(id);
  }

  async cancel(by: Actor, id: string, version: number, { reason }: CancelGroupSession): Promise<GroupSessionView> {
    const session = await this.forChange(id, version);
    session.cancel();
    await this.work.save(session);
    await this.work.rows({ text: 'update app.group_session_texts set cancel_reason = $2 where session_id = $1', values: [id, reason] });
    this.audit.record(by, 'group-session.cancelled', id, { seriesId: session.seriesId });
    return this.read(id);
  }

  async attend(by: Actor, id: string, version: number, { present }: TakeGroupAttendance): Promise<GroupSessionView> {
    const session = await this.forChange(id, version);
    const clientIds = present.map(({ clientId }) => clientId);
    const [ground] = await this.work.rows<{ known: string[]; before: string[]; answered: string[] }>({ ...KNOWN_THERE, values: [id, clientIds] });
    const presences = session.attend(present, ground!.known, ground!.answered);
    await this.work.save(session, { touch: true });
    await this.replace(id, presences);
    const takenOff = ground!.before.filter((clientId) => !clientIds.includes(clientId));
    this.audit.record(by, 'group-session.attended', id, { seriesId: session.seriesId, clientIds: [...clientIds, ...takenOff], takenOff });
    return this.read(id);
  }

  async close(by: Actor, id: string, version: number, { withoutNote }: CloseGroupSession): Promise<GroupSessionView> {
    const session = await this.forChange(id, version);
    const [ground] = await this.work.rows<{ present: string[]; answered: string[] }>({ ...PRESENT, values: [id] });
    session.close(ground!.present, ground!.answered, withoutNote);
    const exempted = withoutNote.map(({ clientId }) => clientId);
    await this.work.rows({ ...EXEMPT, values: [id, exempted, withoutNote.map(({ reason }) => reason)] });
    await this.work.save(session);
    this.audit.record(by, 'group-session.closed', id, { seriesId: session.seriesId, clientIds: exempted });
    return this.read(id);
  }

  /** One member's own note. From here on it is a session note like any other, and nothing of it is the group's. */
  async respond(
    by: Actor,
    id: string,
    { clientId, goalIds = [], intervention = null, response = null, plan = null, keptFromEhr = false }: RespondToGroupSession,
  ): Promise<GroupResponseView> {
    const session = await this.forChange(id);
    session.demandNotesOpen();
    const [presence] = await this.work.rows<{ startedAt: Date; endedAt: Date; place: string }>({ ...PRESENCE, values: [id, clientId] });
    if (!presence) throw new Problem('conflict', 'group-client-absent', 'Nobody of that id was at this session; take the attendance first');
    const note = await this.notes.draftOfGroup(by, {
      ...{ clientId, groupSessionId: id, goalIds, words: { intervention, response, plan } },
      session: { ...presence, outcome: 'completed', modality: session.modality, purposes: [], keptFromEhr },
    });
    return { ...note, otherNames: await this.namedIn(note.id) };
  }

  async response(by: Actor, noteId: string): Promise<GroupResponseView> {
    return { ...(await this.notes.read(by, noteId)), otherNames: await this.namedIn(noteId) };
  }

  private namedIn(noteId: string): Promise<NameHint[]> {
    return this.work.rows<NameHint>({ ...NAMED_IN_NOTE, values: [noteId] });
  }

  private async replace(id: string, presences: Presence[]): Promise<void> {
    const lists = [presences.map(({ clientId }) => clientId), presences.map(({ arrivedAt }) => arrivedAt), presences.map(({ leftAt }) => leftAt)];
    await this.work.rows({ ...TAKE_OFF, values: [id, lists[0]] });
    await this.work.rows({ ...CORRECT, values: [id, ...lists] });
    await this.work.rows({ ...PUT_ON, values: [id, ...lists] });
  }

  /** The lock that attendance, notes and closing of one session take turns by. */
  private async forChange(id: string, version?: number): Promise<GroupSession> {
    const session = await this.work.forChange(GroupSession, id, version);
    if (!session) throw notFound();
    return session;
  }
}

type HoldWish = Omit<HoldGroupSession, 'topic' | 'summary'> & { topic?: string | null; summary?: string | null };
