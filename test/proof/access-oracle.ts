import type { Role } from '../../src/platform/access/actor.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';

export type Specialist = 'ana' | 'ben' | 'olive';
export type ClientName = keyof typeof CLIENTS;
export type Program = 'detox' | 'therapy' | 'supportive-living';

export const PEOPLE = Object.keys(CAST) as Who[];
export const SPECIALISTS: Specialist[] = ['ana', 'ben', 'olive'];
export const CLIENT_NAMES = Object.keys(CLIENTS) as ClientName[];

/** Olive takes one client only, so that a full caseload is met. */
export const ROOM: Record<Specialist, number> = { ana: 12, ben: 12, olive: 1 };

export type Assigned = { id: string; client: ClientName; specialist: Specialist; role: 'primary' | 'covering'; from: number; until: number | null };
type Person = { role: Role; disabled: boolean; version: number };
type Admitted = { id: string; program: Program | null };

const WRITES_ASSIGNMENTS: Role[] = ['supervisor', 'program-manager'];
const READS_CLIENTS: Role[] = ['peer-specialist', 'supervisor', 'clinician', 'program-manager', 'privacy-officer'];

/**
 * Who may see whom, worked out from the rules of the field in plain lists: no SQL, no dates, only the order in which
 * things happened. What the application answers is held against it.
 */
export class AccessOracle {
  readonly people = Object.fromEntries(PEOPLE.map((who) => [who, { role: CAST[who].role, disabled: false, version: 1 }])) as Record<Who, Person>;
  readonly supervisorOf: Record<Specialist, Who> = { ana: 'sue', ben: 'sue', olive: 'otto' };
  readonly leads: Partial<Record<Who, Program>> = { sue: 'detox', otto: 'supportive-living' };
  readonly treats: Partial<Record<Who, ClientName[]>> = { nadia: ['jordan'] };
  readonly assignments: Assigned[] = [];
  readonly episodes: Record<ClientName, Admitted>;
  private time = 0;

  constructor(episodes: Record<ClientName, Admitted>, assigned: Pick<Assigned, 'id' | 'client' | 'specialist'>[]) {
    this.episodes = structuredClone(episodes);
    for (const { id, client, specialist } of assigned) this.begin(id, client, specialist, 'primary');
  }

  mayWrite = (who: Who) => this.refusal(who, WRITES_ASSIGNMENTS);
  mayRead = (who: Who) => this.refusal(who, READS_CLIENTS);

  /** 401 or 403, or null for whoever may do such things at all. */
  private refusal(who: Who, roles: Role[]): 401 | 403 | null {
    const { role, disabled } = this.people[who];
    return disabled ? 401 : roles.includes(role) ? null : 403;
  }

  sightOf(who: Who): Set<ClientName> {
    return new Set(CLIENT_NAMES.filter((client) => this.sees(who, client)));
  }

  sees(who: Who, client: ClientName): boolean {
    switch (this.people[who].role) {
      case 'peer-specialist':
        return this.assignments.some((one) => one.client === client && one.specialist === who && one.until === null);
      case 'supervisor':
        return this.isOfTeam(who, client) || this.isOfProgram(who, client) || this.isNew(who, client);
      case 'clinician':
        return this.treats[who]?.includes(client) ?? false;
      case 'administrator':
        return false;
      default:
        return true;
    }
  }

  /** Held by one of his specialists now, or last as primary with nobody after. */
  private isOfTeam(supervisor: Who, client: ClientName): boolean {
    const last = this.assignments.filter((one) => one.client === client && one.role === 'primary').at(-1);
    return this.assignments.some((one) => one.client === client && this.supervisorOf[one.specialist] === supervisor && (one.until === null || one === last));
  }

  /** Unassigned in a program that he leads. */
  private isOfProgram(supervisor: Who, client: ClientName): boolean {
    const program = this.leads[supervisor];
    return program !== undefined && program === this.episodes[client].program && !this.primaryOf(client);
  }

  /** Registered by him (Max registered all of them) and never assigned to anybody yet. */
  private isNew(supervisor: Who, client: ClientName): boolean {
    return supervisor === 'max' && !this.assignments.some((one) => one.client === client);
  }

  /** Specialists whose own rows somebody reads: what a report may be about. */
  knows(who: Who, specialist: Specialist): boolean {
    const { role } = this.people[who];
    if (role === 'peer-specialist') return who === specialist;
    return role === 'supervisor' ? this.supervisorOf[specialist] === who : true;
  }

  primaryOf = (client: ClientName) => this.assignments.find((one) => one.client === client && one.role === 'primary' && one.until === null);

  caseloadOf = (specialist: Specialist) => this.assignments.filter((one) => one.specialist === specialist && one.role === 'primary' && one.until === null);

  holds = (client: ClientName, specialist: Specialist, role: string) =>
    this.assignments.some((one) => one.client === client && one.specialist === specialist && one.role === role && one.until === null);

  begin(id: string, client: ClientName, specialist: Specialist, role: 'primary' | 'covering'): void {
    const before = role === 'primary' ? this.primaryOf(client) : undefined;
    this.time += 1;
    if (before) before.until = this.time;
    this.assignments.push({ id, client, specialist, role, from: this.time, until: null });
  }

  end(assigned: Assigned): void {
    assigned.until = ++this.time;
  }

  discharge(client: ClientName): void {
    this.episodes[client].program = null;
    this.assignments.filter((one) => one.client === client && one.until === null).forEach((one) => this.end(one));
  }
}
