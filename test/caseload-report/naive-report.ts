import type { CaseloadFigures, ClientFigures, SpecialistFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import type { CenterRows, NoteRow } from './center-rows.ts';
import { naiveDue } from './naive-due.ts';
import { daysBetween, localDay, percentile, plusDays, rate } from './reckoning.ts';
import type { Sight } from './sight.ts';

export type Asked = { asOf: string; windowDays: number; supervisorId?: string; peerSpecialistId?: string; program?: string };
type Period = { starts_at: Date; ends_at: Date | null };
type Assignment = CenterRows['assignments'][number];

const DAY = 86_400_000;
const SIGNED = ['signed', 'pending-cosignature', 'cosigned'];

/**
 * The caseload report a second time, one loop per figure and no SQL, so that the two can only agree when both follow the
 * published definitions. Windows are compared as local days, never as instants.
 */
export class NaiveReport {
  private readonly notes: NoteRow[];

  constructor(
    private readonly rows: CenterRows,
    private readonly sight: Sight,
    private readonly asked: Asked,
    private readonly zone = 'UTC',
    private readonly now = new Date(),
  ) {
    this.notes = rows.session_notes.filter((note) => sight.mayCount(note));
  }

  specialists(): SpecialistFigures[] {
    return this.specialistRows.map((specialist) => {
      const credentials = this.credentialsOf(specialist.id);
      const lasts = credentials.map(({ expires_on }) => expires_on);
      const expiresOn = lasts.length === 0 || lasts.includes(null) ? null : (lasts as string[]).sort().at(-1)!;
      return {
        peerSpecialistId: specialist.id,
        name: this.nameOf(specialist.id),
        ...this.figures([specialist]),
        hasValidCredential: credentials.length > 0,
        credentialExpiresOn: expiresOn,
        credentialDaysLeft: expiresOn && daysBetween(this.asked.asOf, expiresOn),
      } as SpecialistFigures;
    });
  }

  totals(): CaseloadFigures {
    return this.figures(this.specialistRows);
  }

  clients(): ClientFigures[] {
    return this.caseloadOf(this.specialistRows)
      .map((assignment) => this.client(assignment))
      .sort((a, b) => (a.clientId < b.clientId ? 1 : -1));
  }

  private get specialistRows() {
    const { peerSpecialistId, supervisorId } = this.asked;
    return this.rows.peer_specialists
      .filter(({ id }) => this.sight.specialistIds.has(id))
      .filter(({ id }) => !peerSpecialistId || id === peerSpecialistId)
      .filter(
        ({ id }) =>
          !supervisorId || this.rows.supervisions.some((one) => one.peer_specialist_id === id && one.supervisor_id === supervisorId && this.isInForce(one)),
      )
      .sort((a, b) => (this.nameOf(a.id) < this.nameOf(b.id) ? -1 : 1));
  }

  private figures(specialists: CenterRows['peer_specialists']): CaseloadFigures {
    const clients = this.caseloadOf(specialists);
    const mostClients = specialists.reduce((sum, { max_caseload }) => sum + max_caseload, 0);
    const work = this.notes.filter(
      (note) => specialists.some(({ id }) => id === note.author_id) && (!this.asked.program || note.program_code === this.asked.program),
    );
    const contacts = work.filter((note) => isContact(note) && this.isInWindow(note));
    const lags = contacts.map((note) => (+note.signed_at! - +note.ended_at) / 3_600_000).sort((a, b) => a - b);
    const eligible = clients.filter((assignment) => this.dayOf(new Date(+assignment.starts_at - 1)) < this.firstDay);
    const contacted = eligible.filter(({ client_id }) => this.notes.some((note) => note.client_id === client_id && isContact(note) && this.isInWindow(note)));
    const overdue = clients.map((assignment) => this.client(assignment).overdueDays ?? 0).filter((days) => days > 0);
    const goals = clients.flatMap(({ client_id }) => this.openGoals(client_id));
    const rates = {
      capacityPercent: rate(clients.length, mostClients),
      clientsContactedPercent: rate(contacted.length, eligible.length),
      documentationLagMedianHours: percentile(lags, 0.5),
      documentationLagP90Hours: percentile(lags, 0.9),
    };
    return {
      caseload: clients.length,
      maxCaseload: mostClients,
      contacts: contacts.length,
      minutes: minutesOf(contacts),
      attempts: work.filter((note) => isAttempt(note) && this.isInWindow(note)).length,
      clientsEligible: eligible.length,
      clientsContacted: contacted.length,
      clientsOverdue: overdue.length,
      longestOverdueDays: Math.max(0, ...overdue),
      clientsOnHold: clients.filter((assignment) => this.client(assignment).onHold !== null).length,
      openGoals: goals.length,
      goalsWithoutCheckIn: goals.filter((goal) => this.isWithoutCheckIn(goal)).length,
      ...this.paperwork(work),
      handOffsBroken: clients.filter(({ client_id }) => this.handOffOf(client_id) === 'broken').length,
      ...rates,
      reasons: Object.fromEntries(Object.entries(rates).flatMap(([name, value]) => (value === null ? [[name, REASONS[name as keyof typeof REASONS]]] : []))),
    };
  }

  /** One client of a caseload, in whichever role he is assigned. */
  client({ client_id, peer_specialist_id, starts_at }: Pick<Assignment, 'client_id' | 'peer_specialist_id' | 'starts_at'>): ClientFigures {
    const { asOf } = this.asked;
    const { code, preferred_name } = this.rows.clients.find(({ id }) => id === client_id)!;
    const stay = this.stayOf(client_id);
    const notes = this.notes.filter((note) => note.client_id === client_id && this.hasBegun(note.started_at));
    const contacts = notes.filter(isContact).sort((a, b) => +b.started_at - +a.started_at);
    const [last] = contacts;
    const lastOn = last ? this.dayOf(last.started_at) : null;
    const byPrimary = contacts.find((note) => note.author_id === peer_specialist_id);
    const then = { hasBegun: (at: Date) => this.hasBegun(at), asOf, zone: this.zone };
    const due = naiveDue(
      this.rows,
      then,
      client_id,
      starts_at,
      contacts.map(({ started_at }) => started_at),
    );
    const goals = this.openGoals(client_id);
    return {
      clientId: client_id,
      code,
      preferredName: preferred_name,
      peerSpecialistId: peer_specialist_id,
      peerSpecialist: this.nameOf(peer_specialist_id),
      program: stay?.program_code ?? null,
      daysInProgram: stay ? daysBetween(this.dayOf(stay.starts_at), asOf) : null,
      assignedSince: this.dayOf(starts_at),
      lastContactOn: lastOn,
      daysSinceContact: lastOn && daysBetween(lastOn, asOf),
      lastContactByPrimaryOn: byPrimary ? this.dayOf(byPrimary.started_at) : null,
      ...due,
      overdueDays: due.nextDueOn && Math.max(0, daysBetween(due.nextDueOn, asOf)),
      attemptsSinceLastContact: notes.filter((note) => isAttempt(note) && (!last || note.started_at > last.started_at)).length,
      contacts: contacts.filter((note) => this.isInWindow(note)).length,
      minutes: minutesOf(contacts.filter((note) => this.isInWindow(note))),
      openGoals: goals.length,
      goalsWithoutCheckIn: goals.filter((goal) => this.isWithoutCheckIn(goal)).length,
      ...this.paperwork(notes),
      handOff: this.handOffOf(client_id),
    } as ClientFigures;
  }

  private handOffOf(clientId: string): 'open' | 'broken' | null {
    const open = this.rows.hand_offs
      .filter((one) => one.client_id === clientId && this.hasBegun(one.opened_at))
      .filter(({ closed_at, first_contact_at }) => [closed_at, first_contact_at].every((at) => at === null || !this.hasBegun(at)))
      .sort((a, b) => +b.opened_at - +a.opened_at);
    return open[0] ? (this.hasBegun(open[0].due_at) ? 'broken' : 'open') : null;
  }

  private paperwork(notes: NoteRow[]) {
    const begun = notes.filter((note) => this.hasBegun(note.started_at));
    const drafts = begun.filter(({ status }) => status === 'draft');
    return {
      notesUnsigned: drafts.filter((note) => this.hasBegun(new Date(+note.ended_at + DAY))).length,
      notesAwaitingCosignature: begun.filter(({ status }) => status === 'pending-cosignature').length,
      notesReturned: drafts.filter((note) => note.returned_at !== null).length,
    };
  }

  private caseloadOf(specialists: CenterRows['peer_specialists']): Assignment[] {
    return this.rows.assignments.filter(
      (one) =>
        one.role === 'primary' &&
        specialists.some(({ id }) => id === one.peer_specialist_id) &&
        this.sight.clientIds.has(one.client_id) &&
        this.isInForce(one) &&
        (!this.asked.program || this.stayOf(one.client_id)?.program_code === this.asked.program),
    );
  }

  private stayOf(clientId: string) {
    return this.rows.stays.find((stay) => stay.client_id === clientId && this.isInForce(stay));
  }

  private openGoals(clientId: string) {
    const { asOf } = this.asked;
    return this.rows.goals.filter(
      (goal) => goal.client_id === clientId && goal.agreed_on !== null && goal.agreed_on <= asOf && !(goal.ended_on !== null && goal.ended_on <= asOf),
    );
  }

  private isWithoutCheckIn(goal: CenterRows['goals'][number]): boolean {
    const { asOf } = this.asked;
    const days = this.rows.goal_check_ins.filter((one) => one.goal_id === goal.id && one.checked_on <= asOf).map((one) => one.checked_on);
    return [goal.agreed_on!, ...days].every((day) => daysBetween(day, asOf) >= 14);
  }

  private credentialsOf(specialistId: string) {
    const { asOf } = this.asked;
    return this.rows.credentials.filter(
      (one) =>
        one.peer_specialist_id === specialistId && one.verified_at !== null && one.issued_on <= asOf && (one.expires_on === null || one.expires_on >= asOf),
    );
  }

  private nameOf(specialistId: string): string {
    const { account_id } = this.rows.peer_specialists.find(({ id }) => id === specialistId)!;
    return this.rows.accounts.find(({ id }) => id === account_id)!.name;
  }

  private get firstDay(): string {
    return plusDays(this.asked.asOf, 1 - this.asked.windowDays);
  }

  private isInWindow({ started_at }: NoteRow): boolean {
    return this.hasBegun(started_at) && this.dayOf(started_at) >= this.firstDay;
  }

  /** By the end of the day asked about, or by now. */
  private hasBegun(at: Date): boolean {
    return at <= this.now && this.dayOf(at) <= this.asked.asOf;
  }

  private isInForce({ starts_at, ends_at }: Period): boolean {
    return this.hasBegun(starts_at) && (ends_at === null || !this.hasBegun(ends_at));
  }

  private dayOf(at: Date): string {
    return localDay(at, this.zone);
  }
}

const REASONS = {
  capacityPercent: 'no clients are to be taken on',
  clientsContactedPercent: 'no client was in the caseload for the whole window',
  documentationLagMedianHours: 'no contact in the window',
  documentationLagP90Hours: 'no contact in the window',
};

const isContact = ({ outcome, status }: NoteRow) => outcome === 'completed' && SIGNED.includes(status);
const isAttempt = ({ outcome, status }: NoteRow) => outcome !== 'completed' && SIGNED.includes(status);
const minutesOf = (notes: NoteRow[]) => notes.reduce((sum, note) => sum + Math.floor((+note.ended_at - +note.started_at) / 60_000), 0);
