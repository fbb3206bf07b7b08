import { Chance } from '../../src/demo/chance.ts';
import { person } from '../client/person.ts';
import type { Answer, Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 30;
const SPECIALISTS = ['ana', 'ben', 'olive'] as const;
type Specialist = (typeof SPECIALISTS)[number];
type Program = 'detox' | 'therapy' | 'supportive-living';
const NEXT = { detox: 'therapy', therapy: 'supportive-living' } as const;
const WORDS = { intervention: 'Listened and planned the week', response: 'Said what helps', plan: 'We meet again' };

type Person = {
  id: string;
  arrives: number;
  episodeId: string;
  program: Program;
  since: number;
  who: Specialist;
  leaveId: string | null;
  bedId: string | null;
  left: number | null;
};

/**
 * Thirty days of a center, one day after the other: its staff write down what happened on the day that the clock here
 * shows, so dates run through the month while all of it is done in a minute. Whatever is refused counts as a fault, because
 * nothing here is done that the center's rules forbid.
 */
export class MonthOfCare {
  readonly done: Record<string, number> = {};
  readonly faults: string[] = [];
  private readonly people: Person[];
  private readonly began = Date.now() - DAYS * DAY - HOUR;
  private readonly busyUntil: Record<Specialist, number> = { ana: 0, ben: 0, olive: 0 };
  private beds: string[] = [];
  private day = 0;
  private turn = 0;

  constructor(
    private readonly peerwork: Running,
    private readonly chance: Chance,
    clients: number,
  ) {
    this.people = Array.from({ length: clients }, (_, nth) => this.newcomer(Math.floor((nth * (DAYS - 4)) / clients)));
  }

  async run(): Promise<void> {
    await this.open();
    for (this.day = 0; this.day < DAYS; this.day++) {
      for (const who of SPECIALISTS) this.busyUntil[who] = this.at(8);
      this.turn = 0;
      for (const one of this.people) if (one.arrives <= this.day) await this.live(one);
    }
    await this.transfer();
  }

  private newcomer(arrives: number): Person {
    return { id: '', arrives, episodeId: '', program: 'detox', since: 0, who: 'ana', leaveId: null, bedId: null, left: null };
  }

  private async open(): Promise<void> {
    const max = this.peerwork.as('max');
    for (const who of SPECIALISTS)
      await this.does('peer-specialist.changed', max.patch(`/v1/peer-specialists/${CAST[who].specialistId}`, { maxCaseload: 200 }, { version: 1 }));
    const opened = new Date(this.began - DAY).toISOString();
    const house = await this.does('residence.opened', max.post('/v1/residences', { name: 'Elm House', narrLevel: 2, openedOn: opened.slice(0, 10) }));
    for (let nth = 1; nth <= 12; nth++) {
      const bed = await this.does('bed.added', max.post(`/v1/residences/${house?.body.id}/beds`, { room: `${nth}`, label: 'a', inServiceFrom: opened }));
      if (bed) this.beds.push(bed.body.id);
    }
  }

  /** What happens to one client on one day; on most days a contact and nothing else. */
  private async live(one: Person): Promise<void> {
    if (one.id === '') return this.arrive(one);
    if (one.left !== null) return this.day - one.left > 3 && this.chance.happens(0.2) ? this.comeBack(one) : undefined;
    if (one.leaveId) return this.chance.happens(0.4) ? this.endLeave(one) : undefined;
    if (this.day - one.since > 2 && this.chance.happens(0.04)) return this.discharge(one);
    if (one.program !== 'supportive-living' && this.day - one.since > 3 && this.chance.happens(0.2)) return this.moveOn(one);
    if (this.chance.happens(0.03)) return this.goOnLeave(one);
    if (this.chance.happens(0.03)) return this.setBack(one);
    if (this.day - one.since > 1 && this.chance.happens(0.03)) return this.handOver(one);
    if (one.program === 'supportive-living' && !one.bedId) await this.takeBed(one);
    if (this.chance.happens(0.3)) await this.meet(one);
  }

  private async arrive(one: Person): Promise<void> {
    const { body } = (await this.does('client.registered', this.peerwork.as('max').post('/v1/clients', person())))!;
    one.id = body.id;
    await this.admit(one);
  }

  private async admit(one: Person): Promise<void> {
    one.program = this.chance.of(['detox', 'therapy', 'supportive-living']);
    const wish = { programCode: one.program, admittedAt: this.now(), referralSource: 'court' };
    one.episodeId = (await this.does('episode.opened', this.peerwork.as('max').post(`/v1/clients/${one.id}/episodes`, wish)))?.body.id;
    one.since = this.day;
    await this.assign(one, this.chance.of(SPECIALISTS));
  }

  private async assign(one: Person, who: Specialist): Promise<void> {
    const wish = { peerSpecialistId: CAST[who].specialistId, role: 'primary', from: this.now(), reason: 'as the week needs it' };
    await this.does('assignment.started', this.peerwork.as('max').post(`/v1/clients/${one.id}/assignments`, wish));
    one.who = who;
  }

  private handOver(one: Person): Promise<void> {
    return this.assign(one, this.chance.of(SPECIALISTS.filter((who) => who !== one.who)));
  }

  private async meet(one: Person): Promise<void> {
    const startedAt = this.busyUntil[one.who];
    if (startedAt > this.at(20)) return;
    this.busyUntil[one.who] = startedAt + HOUR / 2;
    const outcome = this.chance.happens(0.8) ? 'completed' : this.chance.of(['no-show', 'client-cancelled', 'unreachable'] as const);
    const when = { startedAt: new Date(startedAt).toISOString(), endedAt: new Date(startedAt + HOUR / 2 - 60_000).toISOString() };
    const note = { clientId: one.id, ...when, outcome, modality: 'in-person', place: 'office', purposes: ['recovery-support'], goalIds: [] };
    const author = this.peerwork.as(one.who);
    const written = await this.does('session-note.drafted', author.post('/v1/session-notes', { ...note, ...(outcome === 'completed' && WORDS) }));
    if (!written || this.chance.happens(0.1)) return;
    const attested = { attestation: true, lateReason: 'Written down at the end of the month' };
    await this.does('session-note.signed', author.put(`/v1/session-notes/${written.body.id}/signature`, attested, { version: written.body.version }));
  }

  private async setBack(one: Person): Promise<void> {
    const setback = { occurredAt: this.now(), kind: this.chance.of(['return-to-use', 'emergency-visit']), note: 'Called the same night' };
    await this.does('setback.recorded', this.peerwork.as(one.who).post(`/v1/clients/${one.id}/setbacks`, setback));
  }

  private async goOnLeave(one: Person): Promise<void> {
    const leave = { kind: this.chance.of(['pass', 'hospital', 'family']), from: this.now() };
    one.leaveId = (await this.does('leave.begun', this.peerwork.as('max').post(`/v1/episodes/${one.episodeId}/leaves`, leave)))?.body.id ?? null;
  }

  private async endLeave(one: Person): Promise<void> {
    await this.does('leave.ended', this.peerwork.as('max').put(`/v1/leaves/${one.leaveId}/return`, { at: this.now() }, { version: 1 }));
    one.leaveId = null;
  }

  private async moveOn(one: Person): Promise<void> {
    one.program = NEXT[one.program as keyof typeof NEXT];
    const move = { programCode: one.program, at: this.now(), reason: 'ready for the next step' };
    await this.does('stay.started', this.peerwork.as('max').post(`/v1/episodes/${one.episodeId}/stays`, move));
    one.since = this.day;
  }

  private async takeBed(one: Person): Promise<void> {
    const bedId = this.beds.pop();
    if (!bedId) return;
    await this.does('bed.taken', this.peerwork.as('max').post(`/v1/beds/${bedId}/occupancies`, { clientId: one.id, at: this.now() }));
    one.bedId = bedId;
  }

  private async discharge(one: Person): Promise<void> {
    const max = this.peerwork.as('max');
    const at = this.now();
    await this.does(
      'episode.discharged',
      max.put(`/v1/episodes/${one.episodeId}/discharge`, { at, reason: this.chance.of(['completed', 'left']) }, { version: 1 }),
    );
    one.left = this.day;
    if (!one.bedId) return;
    const [occupancy] = (await max.get(`/v1/clients/${one.id}/bed-occupancies`)).body.items;
    await this.does('bed.readied', max.put(`/v1/bed-occupancies/${occupancy.id}/readiness`, { at }, { version: occupancy.version }));
    this.beds.unshift(one.bedId);
    one.bedId = null;
  }

  private async comeBack(one: Person): Promise<void> {
    one.left = null;
    await this.admit(one);
  }

  /** On the last day, which is today: one specialist asks another, who accepts every other time. */
  private async transfer(): Promise<void> {
    const theirs = this.people.filter(({ id, left, who }) => id !== '' && left === null && who === 'ana').slice(0, 10);
    for (const [nth, one] of theirs.entries()) {
      const asked = { toPeerSpecialistId: CAST.ben.specialistId, reason: 'shifts change', handOff: 'Calls on Mondays' };
      const transfer = await this.does('transfer.requested', this.peerwork.as('ana').post(`/v1/clients/${one.id}/transfers`, asked));
      const answer = nth % 2 ? 'decline' : 'acceptance';
      const words = answer === 'decline' ? { reason: 'no time' } : {};
      await this.does(`transfer.${answer}`, this.peerwork.as('ben').put(`/v1/transfers/${transfer?.body.id}/${answer}`, words, { version: 1 }));
    }
  }

  private async does(what: string, asked: Promise<Answer>): Promise<Answer | null> {
    const answer = await asked;
    if (answer.status >= 400) this.faults.push(`day ${this.day}: ${what} was refused: ${answer.status} ${answer.text}`);
    else this.done[what] = (this.done[what] ?? 0) + 1;
    return answer.status < 400 ? answer : null;
  }

  private at(hour: number): number {
    return this.began + this.day * DAY + hour * HOUR;
  }

  /** Later with every use, so that no two things happen at once; after the day's contacts. */
  private now(): string {
    this.turn += 1;
    return new Date(this.at(21) + this.turn * 5_000).toISOString();
  }
}
