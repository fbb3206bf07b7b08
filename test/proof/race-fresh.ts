import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { Seeds } from '../../src/modules/account/seeds.ts';
import { Tokens } from '../../src/modules/account/token.ts';
import { hashPassword } from '../../src/modules/account/passwords.ts';
import type { Place } from '../../src/platform/encryption/sealed-value.ts';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import type { Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { PASSWORD } from '../support/invite.ts';

export const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
export const day = (daysAgo: number) => ago(daysAgo * 24 * 60).slice(0, 10);
const MONTHS = 100 * 24 * 60;

export type Person = { id: string; email: string; token: string };
/** A specialist with a client and a supervisor of his own, so that nobody's sight grows with the number of rounds. */
export type Team = { author: Person; specialistId: string; clientId: string; assignmentId: string; supervisor: Person };

/** What a round contests, new for each round: put there as the owner, past triggers, because a thousand requests would take minutes. */
export class Fresh {
  private constructor(
    private readonly owner: pg.Client,
    private readonly tokens: Tokens,
    private readonly passwordHash: string,
    readonly seeds: Seeds,
    private readonly sealing: Sealing,
  ) {}

  static async over(peerwork: Running): Promise<Fresh> {
    const owner = new pg.Client({ connectionString: peerwork.ownerUrl, options: '-c session_replication_role=replica -c search_path=app -c timezone=UTC' });
    await owner.connect();
    return new Fresh(owner, peerwork.app.get(Tokens), await hashPassword(PASSWORD), peerwork.app.get(Seeds), peerwork.app.get(Sealing));
  }

  close(): Promise<void> {
    return this.owner.end();
  }

  async change(text: string, values: unknown[] = []): Promise<void> {
    await this.owner.query(text, values);
  }

  /** Being seen again is written once in half a minute and would make requests of one person take turns before they come to the gate. */
  everybodyWasJustSeen(): Promise<void> {
    return this.change('update sessions set last_seen_at = now() where ended_at is null');
  }

  async insert(table: string, rows: Record<string, unknown>[]): Promise<void> {
    const columns = Object.keys(rows[0]!).join(', ');
    await this.owner.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)]);
  }

  async people(count: number, role: string): Promise<Person[]> {
    const people = Array.from({ length: count }, () => {
      const id = uuid();
      return { id, email: `${id}@center.example`, token: randomBytes(32).toString('base64url') };
    });
    const accounts = people.map(({ id, email }) => ({ id, email, name: 'Somebody', role, password_hash: this.passwordHash, ...since() }));
    await this.insert('accounts', accounts);
    const now = { created_at: ago(0), last_seen_at: ago(0), expires_at: ago(-600), stepped_up_at: ago(-600) };
    await this.insert(
      'sessions',
      people.map(({ id, token }) => ({ id, account_id: id, token_hash: bytes(createHash('sha256').update(token).digest()), ...now })),
    );
    return people;
  }

  async person(role: string): Promise<Person> {
    return (await this.people(1, role))[0]!;
  }

  async specialists(count: number, maxCaseload = 100): Promise<(Person & { specialistId: string })[]> {
    const people = (await this.people(count, 'peer-specialist')).map((person) => ({ ...person, specialistId: uuid() }));
    const terms = { hired_on: day(400), fte: 1, max_caseload: maxCaseload, languages: ['en'], pathways: [], ...since() };
    await this.insert(
      'peer_specialists',
      people.map(({ id, specialistId }) => ({ id: specialistId, account_id: id, ...terms })),
    );
    return people;
  }

  async invitation(): Promise<{ id: string; accountId: string; token: string }> {
    const { id: accountId } = await this.person('clinician');
    const id = uuid();
    const token = this.tokens.of('invitation', id);
    await this.insert('invitations', [{ id, account_id: accountId, token_hash: bytes(Tokens.hash(token)), created_at: ago(1), expires_at: ago(-600) }]);
    return { id, accountId, token };
  }

  async clients(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => uuid());
    const person = { given_name: 'Robin', family_name: 'Testperson', birth_date: '1985-05-05', languages: ['en'], registered_by: CAST.max.id };
    await this.insert(
      'clients',
      ids.map((id) => ({ id, code: id, ...person, ...since() })),
    );
    return ids;
  }

  sealed(place: Place, words: string): string {
    return bytes(this.sealing.seal(place, words));
  }

  /** A clinician and whom he treats. */
  async treating(): Promise<{ clinician: Person; clientId: string }> {
    const [clinician, clientId] = [await this.person('clinician'), await this.client()];
    const member = { client_id: clientId, account_id: clinician.id, starts_at: ago(MONTHS), added_by: CAST.max.id };
    await this.insert('care_team_members', [{ id: uuid(), ...member, ...since() }]);
    return { clinician, clientId };
  }

  async client(): Promise<string> {
    return (await this.clients(1))[0]!;
  }

  async assigned(pairs: { clientId: string; specialistId: string; role?: string }[]): Promise<string[]> {
    const rows = pairs.map(({ clientId, specialistId, role = 'primary' }) => ({
      id: uuid(),
      client_id: clientId,
      peer_specialist_id: specialistId,
      role,
      starts_at: ago(MONTHS),
      reason: 'intake',
      assigned_by: CAST.max.id,
      ...since(),
    }));
    await this.insert('assignments', rows);
    return rows.map(({ id }) => id);
  }

  async team(): Promise<Team> {
    const [author] = await this.specialists(1);
    const [supervisor, clientId] = [await this.person('supervisor'), await this.client()];
    const { specialistId } = author!;
    const supervision = { peer_specialist_id: specialistId, supervisor_id: supervisor.id, starts_at: ago(MONTHS), assigned_by: CAST.max.id };
    await this.insert('supervisions', [{ id: uuid(), ...supervision, ...since() }]);
    const [assignmentId] = await this.assigned([{ clientId, specialistId }]);
    return { author: author!, specialistId, clientId, assignmentId: assignmentId!, supervisor };
  }

  async admitted(): Promise<{ clientId: string; episodeId: string }> {
    const { clientId } = await this.team();
    const [id, of] = [uuid(), { client_id: clientId, ...since() }];
    await this.insert('episodes', [{ id, ...of, admitted_at: ago(MONTHS), admitted_by: CAST.max.id }]);
    await this.insert('stays', [{ id, ...of, episode_id: id, program_code: 'therapy', starts_at: ago(MONTHS), started_by: CAST.max.id }]);
    return { clientId, episodeId: id };
  }

  /** Somebody in supportive living. */
  async resident(): Promise<{ clientId: string; episodeId: string }> {
    const admitted = await this.admitted();
    await this.change(`update stays set program_code = 'supportive-living' where episode_id = $1`, [admitted.episodeId]);
    return admitted;
  }

  async residence(): Promise<string> {
    const id = uuid();
    await this.insert('residences', [{ id, name: id, narr_level: 2, opened_on: day(120), opened_by: CAST.max.id, ...since() }]);
    return id;
  }

  async bed(): Promise<string> {
    const [id, residence_id] = [uuid(), await this.residence()];
    await this.insert('beds', [{ id, residence_id, room: '1', label: 'a', in_service_from: ago(MONTHS), added_by: CAST.max.id, ...since() }]);
    return id;
  }

  /** Somebody in a bed, or out of it again. */
  async occupancy({ hasLeft = false } = {}): Promise<{ id: string; clientId: string; bedId: string }> {
    const [id, bedId, { clientId, episodeId }] = [uuid(), await this.bed(), await this.resident()];
    const left = hasLeft ? { ends_at: ago(600), end_reason: 'left', ended_by: CAST.max.id } : {};
    const occupancy = { bed_id: bedId, client_id: clientId, stay_id: episodeId, starts_at: ago(6_000), started_by: CAST.max.id };
    await this.insert('bed_occupancies', [{ id, ...occupancy, ...left, ...since() }]);
    return { id, clientId, bedId };
  }

  async program(): Promise<string> {
    const code = `program-${randomBytes(6).toString('hex')}`;
    await this.insert('programs', [{ code, name: code, contact_interval_days: 7, cosignature_required: true, ...since() }]);
    const within = { first_contact_within_hours: 72, after_setback_within_hours: 72, after_transition_within_hours: 72 };
    const weekly = { version: 1, valid_from: day(200), source: 'A contract', phase_days: [0], phase_intervals: [7], ...within };
    await this.insert('contact_policies', [{ id: uuid(), program_code: code, ...weekly, created_at: ago(MONTHS) }]);
    return code;
  }

  async goal({ clientId, author }: Team, status: 'proposed' | 'active' | 'paused'): Promise<string> {
    const id = uuid();
    const agreement = status === 'proposed' ? {} : { agreed_on: day(50), agreed_how: 'phone' };
    await this.insert('goals', [
      { id, client_id: clientId, statement: 'Walk to work', domain: 'health', status, proposed_by: author.id, ...agreement, ...since() },
    ]);
    const pause = { id, goal_id: id, client_id: clientId, reason: 'Away', starts_at: ago(60), paused_by: author.id };
    if (status === 'paused') await this.insert('goal_pauses', [pause]);
    return id;
  }

  /** Drafts of the days before, none at the time of another. */
  async notesApart({ clientId, specialistId }: Team, count: number): Promise<string[]> {
    const session = { outcome: 'completed', modality: 'phone', place: 'office', purposes: [], status: 'draft' };
    const notes = Array.from({ length: count }, (_, nth) => ({
      id: uuid(),
      started_at: ago(2_000 + 60 * nth),
      ended_at: ago(1_980 + 60 * nth),
      service_on: day(1),
    }));
    const of = { client_id: clientId, author_id: specialistId, ...session, ...since() };
    await this.insert(
      'session_notes',
      notes.map((note) => ({ ...note, ...of })),
    );
    await this.insert(
      'session_note_texts',
      notes.map(({ id }) => ({ note_id: id, client_id: clientId })),
    );
    return notes.map(({ id }) => id);
  }

  /** A group of this author, from a long time ago. */
  async group({ specialistId, author }: Pick<Team, 'specialistId' | 'author'>, terms: object = {}): Promise<string> {
    const id = uuid();
    const series = { name: 'Circle', pathway: 'smart', admission: 'open', capacity: 50, leader_id: specialistId, starts_at: ago(MONTHS), opened_by: author.id };
    await this.insert('group_series', [{ id, ...series, ...terms, ...since() }]);
    return id;
  }

  async groupMember(seriesId: string, { clientId, author }: Team): Promise<string> {
    const id = uuid();
    await this.insert('group_members', [{ id, series_id: seriesId, client_id: clientId, starts_at: ago(MONTHS), added_by: author.id, ...since() }]);
    return id;
  }

  /** A session of the group, and the team's client in it where there is attendance by then. */
  async groupSession(seriesId: string, { clientId, author }: Team, status: 'scheduled' | 'held' | 'notes-open'): Promise<string> {
    const [id, time] = [uuid(), { started_at: ago(120), ended_at: ago(90) }];
    const plan = { series_id: seriesId, starts_at: ago(120), ends_at: ago(90), modality: 'in-person', scheduled_by: author.id };
    await this.insert('group_sessions', [{ id, ...plan, status, ...(status === 'scheduled' ? {} : time), ...since() }]);
    await this.insert('group_session_texts', [{ session_id: id, place: 'Room 2' }]);
    if (status === 'notes-open')
      await this.insert('group_attendances', [{ session_id: id, client_id: clientId, arrived_at: time.started_at, left_at: time.ended_at }]);
    return id;
  }

  async note({ clientId, specialistId, author }: Team, status: 'draft' | 'pending-cosignature' | 'signed'): Promise<string> {
    const id = uuid();
    const of = { client_id: clientId };
    const session = { started_at: ago(120), ended_at: ago(90), service_on: day(0), outcome: 'completed', modality: 'phone', place: 'office', purposes: [] };
    const signing = status === 'draft' ? {} : { signed_at: ago(60), late_entry: false, cosignature_required: status !== 'signed' };
    await this.insert('session_notes', [{ id, ...of, author_id: specialistId, ...session, status, ...signing, ...since() }]);
    await this.insert('session_note_texts', [{ note_id: id, ...of, intervention: 'Listened', response: 'Relieved', plan: 'Again' }]);
    const signature = { id, note_id: id, ...of, kind: 'author', account_id: author.id, name: 'Somebody', signed_at: ago(60), content_hash: '\\x00' };
    if (status !== 'draft') await this.insert('session_note_signatures', [signature]);
    return id;
  }
}

export const since = () => ({ created_at: ago(MONTHS), version: 1 });
const bytes = (buffer: Buffer) => `\\x${buffer.toString('hex')}`;
