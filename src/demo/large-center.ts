import { contentHash } from '../modules/session-note/index.ts';
import { day, daysAgo } from './center.ts';
import { clientName, GOALS, TALKS } from './people.ts';

const CLIENTS_EACH = 20;
const TEAM = 8;
const SESSIONS_A_DAY = 8;
const HOUR = 3_600_000;
const PROGRAMS = ['therapy', 'supportive-living', 'therapy', 'detox'];

export const COLUMNS = {
  accounts: ['id', 'email', 'name', 'role', 'created_at', 'version'],
  peer_specialists: ['id', 'account_id', 'hired_on', 'fte', 'max_caseload', 'languages', 'pathways', 'created_at', 'version'],
  supervisions: ['id', 'peer_specialist_id', 'supervisor_id', 'starts_at', 'assigned_by', 'created_at', 'version'],
  clients: ['id', 'code', 'given_name', 'family_name', 'birth_date', 'languages', 'registered_by', 'created_at', 'version'],
  episodes: ['id', 'client_id', 'admitted_at', 'admitted_by', 'created_at', 'version'],
  stays: ['id', 'client_id', 'episode_id', 'program_code', 'starts_at', 'started_by', 'created_at', 'version'],
  assignments: ['id', 'client_id', 'peer_specialist_id', 'role', 'starts_at', 'reason', 'assigned_by', 'created_at', 'version'],
  goals: ['id', 'client_id', 'statement', 'domain', 'status', 'proposed_by', 'agreed_on', 'agreed_how', 'created_at', 'version'],
  goal_check_ins: ['id', 'goal_id', 'client_id', 'checked_on', 'kept', 'recorded_by', 'created_at'],
  session_notes: [
    ...['id', 'client_id', 'author_id', 'program_code', 'started_at', 'ended_at', 'service_on', 'outcome', 'modality', 'place', 'purposes'],
    ...['status', 'cosignature_required', 'late_entry', 'signed_at', 'created_at', 'version'],
  ],
  session_note_texts: ['note_id', 'client_id', 'intervention', 'response', 'plan'],
  session_note_signatures: ['id', 'note_id', 'client_id', 'kind', 'account_id', 'name', 'signed_at', 'content_hash'],
  audit_events: ['id', 'kind', 'account_id', 'role', 'action', 'subject_id', 'client_ids', 'facts'],
};

export type Table = keyof typeof COLUMNS;
export type TableRows = Partial<Record<Table, Iterable<unknown[]>>>;
/** Which notes, counted from the oldest. */
export type Noted = { from: number; until: number };

enum Kind {
  Account = 1,
  Specialist,
  Supervision,
  Client,
  Episode,
  Assignment,
  Goal,
  CheckIn,
  Note,
  Signature,
  Event,
}

/** Worked out from numbers alone, so that nothing is kept in memory and each table can be told in a pass of its own. */
export class LargeCenter {
  readonly specialists: number;
  readonly began: Date;
  private readonly rounds: number;

  constructor(
    readonly clients: number,
    readonly notes: number,
    /** Tells one filling from the next; whoever shares one knows the same center. */
    readonly tag = (Date.now() % 0xffff_ffff).toString(16).padStart(8, '0'),
  ) {
    this.specialists = Math.ceil(clients / CLIENTS_EACH);
    this.rounds = Math.ceil(notes / this.specialists);
    this.began = daysAgo(Math.ceil(this.rounds / SESSIONS_A_DAY) + 30);
  }

  /** A UUIDv7 of the time it tells of, so that newer rows have higher ids. */
  id(kind: Kind, n: number, at = this.began): string {
    const time = at.getTime().toString(16).padStart(12, '0');
    const number = n.toString(16).padStart(11, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${kind.toString(16).padStart(3, '0')}-8${this.tag.slice(5)}-${this.tag.slice(4, 5)}${number}`;
  }

  supervisorOf(specialist: number, known: string[]): string {
    const team = Math.floor(specialist / TEAM);
    return known[team] ?? this.id(Kind.Account, this.specialists + team);
  }

  /** Eight sessions a day for each specialist, with his clients in turn; the newest were yesterday. */
  note(n: number) {
    const specialist = n % this.specialists;
    const round = Math.floor(n / this.specialists);
    const turn = specialist * CLIENTS_EACH + (round % CLIENTS_EACH);
    const client = turn < this.clients ? turn : specialist * CLIENTS_EACH;
    const startedAt = new Date(daysAgo(Math.ceil((this.rounds - round) / SESSIONS_A_DAY)).getTime() + (8 + (round % SESSIONS_A_DAY)) * HOUR);
    const outcome = n % 7 === 3 ? 'no-show' : 'completed';
    const endedAt = new Date(startedAt.getTime() + (outcome === 'completed' ? 40 : 10) * 60_000);
    const [intervention, response, plan] = outcome === 'completed' ? TALKS[n % TALKS.length]! : [null, null, null];
    const status = outcome === 'no-show' ? 'signed' : round > this.rounds - 10 && n % 5 === 0 ? 'pending-cosignature' : 'cosigned';
    const setting = {
      id: this.id(Kind.Note, n, startedAt),
      clientId: this.id(Kind.Client, client),
      authorId: this.id(Kind.Specialist, specialist),
      programCode: PROGRAMS[client % 4]!,
      serviceOn: day(startedAt),
    };
    const session = { startedAt, endedAt, outcome, modality: 'in-person', place: 'office', purposes: ['support'] } as const;
    const content = { ...setting, ...session, purposes: ['support'], keptFromEhr: false, goalIds: [], intervention, response, plan };
    return { ...content, n, specialist, status, signedAt: new Date(endedAt.getTime() + HOUR), hash: contentHash(content) };
  }
}

export function clientRows(center: LargeCenter, known: string[]): TableRows {
  const { began } = center;
  const specialists = [...Array(center.specialists).keys()];
  const teams = [...Array(Math.ceil(center.specialists / TEAM)).keys()];
  const clients = [...Array(center.clients).keys()];
  const of = (client: number) => Math.floor(client / CLIENTS_EACH);
  const account = (n: number) => center.id(Kind.Account, n);
  const client = (n: number) => center.id(Kind.Client, n);
  return {
    accounts: [
      ...specialists.map((n) => [account(n), `peer${n}.${center.tag}@peerwork.example`, `Peer Madeup ${n}`, 'peer-specialist', began, 1]),
      ...teams.map((n) => [account(center.specialists + n), `lead${n}.${center.tag}@peerwork.example`, `Lead Madeup ${n}`, 'supervisor', began, 1]),
    ],
    peer_specialists: specialists.map((n) => [center.id(Kind.Specialist, n), account(n), day(began), 1, CLIENTS_EACH, '{en}', '{12-step}', began, 1]),
    supervisions: specialists.map((n) => [
      center.id(Kind.Supervision, n),
      center.id(Kind.Specialist, n),
      center.supervisorOf(n, known),
      began,
      account(0),
      began,
      1,
    ]),
    clients: clients.map((n) => {
      const { given, family } = clientName(n);
      return [client(n), `PW-${center.tag}-${n}`.toUpperCase(), given, `${family} ${n}`, `19${60 + (n % 40)}-0${1 + (n % 9)}-15`, '{en}', account(0), began, 1];
    }),
    episodes: clients.map((n) => [center.id(Kind.Episode, n), client(n), began, account(0), began, 1]),
    stays: clients.map((n) => [center.id(Kind.Episode, n), client(n), center.id(Kind.Episode, n), PROGRAMS[n % 4], began, account(0), began, 1]),
    assignments: clients.map((n) => [
      center.id(Kind.Assignment, n),
      client(n),
      center.id(Kind.Specialist, of(n)),
      'primary',
      began,
      'Intake',
      account(0),
      began,
      1,
    ]),
    goals: clients.flatMap((n) =>
      [0, 1].map((g) => [
        center.id(Kind.Goal, 2 * n + g),
        client(n),
        GOALS[(n + g) % 6]!.statement,
        GOALS[(n + g) % 6]!.domain,
        'active',
        account(of(n)),
        day(began),
        'in-person',
        began,
        1,
      ]),
    ),
    goal_check_ins: clients.flatMap((n) =>
      [40, 20, 5 + (n % 20)].map((ago, at) => [
        center.id(Kind.CheckIn, 3 * n + at),
        center.id(Kind.Goal, 2 * n),
        client(n),
        day(daysAgo(ago)),
        'kept',
        account(of(n)),
        daysAgo(ago),
      ]),
    ),
  };
}

export function notedRows(center: LargeCenter, { from, until }: Noted): TableRows {
  const notes = Array.from({ length: until - from }, (_, at) => center.note(from + at));
  const account = (specialist: number) => center.id(Kind.Account, specialist);
  return {
    session_notes: notes.map((n) => [
      ...[n.id, n.clientId, n.authorId, n.programCode, n.startedAt, n.endedAt, n.serviceOn, n.outcome, n.modality, n.place, '{support}'],
      ...[n.status, n.outcome === 'completed', false, n.signedAt, n.startedAt, 3],
    ]),
    session_note_texts: notes.map((n) => [n.id, n.clientId, n.intervention, n.response, n.plan]),
    session_note_signatures: notes.map((n) => [
      center.id(Kind.Signature, n.n, n.signedAt),
      n.id,
      n.clientId,
      'author',
      account(n.specialist),
      `Peer Madeup ${n.specialist}`,
      n.signedAt,
      n.hash,
    ]),
    audit_events: notes.map((n) => [
      ...[center.id(Kind.Event, n.n, n.signedAt), 'change', account(n.specialist), 'peer-specialist', 'session-note.signed', n.id, `{${n.clientId}}`],
      JSON.stringify({ status: n.status, contentHash: n.hash.toString('hex') }),
    ]),
  };
}
