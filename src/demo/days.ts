import { Chance } from './chance.ts';
import { type Center, DAYS, daysAgo, type DemoClient, type Specialist } from './center.ts';
import { Circle } from './circle.ts';
import type { DemoClock } from './demo-clock.ts';
import { TALKS } from './people.ts';
import type { StaffPhone } from './staff-phone.ts';

type Note = { id: string; version: number; status: string };
type Waiting = { note: Note; specialist: Specialist; day: number; chance: Chance };

const INTERVAL: Record<string, number> = { detox: 2, therapy: 7, 'supportive-living': 7 };
const HOUR = 3_600_000;
const LATE_DAYS = 4;

/** Lives ninety days, one after the other: sessions and attempts, signatures in time and late, returns, moves, discharges. */
export async function liveThrough(center: Center, clock: DemoClock, say: (what: string) => void): Promise<void> {
  const life = new Life(center.specialists, center.clients, await Circle.open(center));
  for (let ago = DAYS; ago >= 1; ago--) {
    if (ago % 30 === 0) say(`  sessions of the last ${ago} days`);
    clock.goTo(new Date(daysAgo(ago).getTime() + 20 * HOUR));
    await life.day(ago);
  }
}

class Life {
  private readonly lastSeen = new Map<string, number>();
  private late: Waiting[] = [];
  private pending: Waiting[] = [];

  constructor(
    private readonly specialists: Specialist[],
    private readonly clients: DemoClient[],
    private readonly circle: Circle,
  ) {}

  async day(ago: number): Promise<void> {
    await this.moves(ago);
    const isWeekend = [0, 6].includes(daysAgo(ago).getUTCDay());
    const visits = isWeekend ? [] : this.specialists.map((specialist, n) => ({ specialist, n, clients: this.due(n, ago) }));
    await Promise.all(visits.map((visit) => this.visits(visit.specialist, visit.n, visit.clients, ago)));
    await this.evening(ago);
    await this.catchUp(ago);
    await this.review(ago);
  }

  /** Every eighth client is seen too rarely of late: the report should have something to say. */
  private due(specialist: number, ago: number): DemoClient[] {
    return this.clients.filter((client, n) => {
      const isNeglected = n % 8 === 5 && ago < 25;
      const since = (this.lastSeen.get(client.id) ?? DAYS - 25 + INTERVAL[client.program]!) - ago;
      return client.specialist === specialist && !isNeglected && since >= INTERVAL[client.program]! - (n % 3 === 0 ? 1 : 0);
    });
  }

  private async visits(specialist: Specialist, n: number, clients: DemoClient[], ago: number): Promise<void> {
    for (const [slot, client] of clients.slice(0, 9).entries()) {
      // Each session has draws of its own: the specialists work side by side, and whoever is first must not matter.
      const chance = new Chance(20_260_402 + ago * 1_000 + n * 10 + slot);
      const start = daysAgo(ago).getTime() + (8 + slot) * HOUR + chance.below(10) * 60_000;
      const outcome = chance.happens(0.85) ? 'completed' : chance.of(['no-show', 'client-cancelled', 'unreachable', 'staff-cancelled']);
      this.lastSeen.set(client.id, outcome === 'completed' ? ago : ago + (INTERVAL[client.program]! - 2));
      const [intervention, response, plan] = chance.of(TALKS);
      const note = await specialist.phone.post<Note>('/v1/session-notes', {
        clientId: client.id,
        startedAt: new Date(start).toISOString(),
        endedAt: new Date(start + (outcome === 'completed' ? 20 + 5 * chance.below(6) : 10) * 60_000).toISOString(),
        outcome,
        modality: chance.of(['in-person', 'in-person', 'phone', 'video']),
        place: chance.of(['office', 'community', 'residence']),
        purposes: [chance.of(['support', 'relationships', 'recovery-planning', 'resources'])],
        goalIds: client.goals,
        ...(outcome === 'completed' ? { intervention, response, plan } : {}),
        // Some words stay between peers.
        keptFromEhr: outcome === 'completed' && (ago + n + slot) % 40 === 0,
      });
      await this.sign({ note, specialist, day: ago, chance }, outcome, ago);
    }
  }

  private async evening(ago: number): Promise<void> {
    const chance = new Chance(20_260_403 + ago);
    for (const note of await this.circle.evening(ago)) await this.signed({ note, specialist: this.circle.leader, day: ago, chance }, {});
  }

  /** Most sign the same evening, some days late, and the newest few notes still wait for it. */
  private async sign(waiting: Waiting, outcome: string, ago: number): Promise<void> {
    if (ago <= 3 && outcome === 'completed' && waiting.chance.happens(0.3)) return;
    if (outcome === 'completed' && ago > LATE_DAYS + 1 && waiting.chance.happens(0.06)) this.late.push(waiting);
    else await this.signed(waiting, {});
  }

  private async signed(waiting: Waiting, more: object): Promise<void> {
    const note = await waiting.specialist.phone.put<Note>(`/v1/session-notes/${waiting.note.id}/signature`, waiting.note.version, {
      attestation: true,
      ...more,
    });
    if (note.status === 'pending-cosignature') this.pending.push({ ...waiting, note });
  }

  private async catchUp(ago: number): Promise<void> {
    const due = this.late.filter(({ day }) => day - ago >= LATE_DAYS);
    this.late = this.late.filter((waiting) => !due.includes(waiting));
    for (const waiting of due) await this.signed(waiting, { lateReason: 'The phone was lost in between' });
  }

  /** Supervisors look on the next day and return one note in thirty; the newest ones still wait. */
  private async review(ago: number): Promise<void> {
    const due = this.pending.filter(({ day }) => day > ago && ago > 4);
    this.pending = this.pending.filter((waiting) => !due.includes(waiting));
    await Promise.all(due.map((waiting) => this.reviewed(waiting)));
  }

  private async reviewed(waiting: Waiting): Promise<void> {
    const { phone } = waiting.specialist.supervisor;
    const path = `/v1/session-notes/${waiting.note.id}`;
    if (!waiting.chance.happens(1 / 30)) return void (await phone.put(`${path}/cosignature`, waiting.note.version, {}));
    const note = await phone.put<Note>(`${path}/return`, waiting.note.version, { reason: 'Please say what the client is going to do next' });
    if (waiting.chance.happens(0.6)) await this.signed({ ...waiting, note }, { lateReason: 'Returned and completed' });
  }

  /** Half-way six clients get another specialist of the same team; detox ends in therapy; a few are discharged. */
  private async moves(ago: number): Promise<void> {
    const at = new Date(daysAgo(ago).getTime() + 6 * HOUR).toISOString();
    for (const [n, client] of this.clients.entries()) {
      if (client.specialist === null) continue;
      const { phone } = this.specialists[client.specialist]!.supervisor;
      if (ago === 45 && n % 9 === 2) {
        client.specialist = client.specialist % 4 === 3 ? client.specialist - 1 : client.specialist + 1;
        await this.finishLate();
        client.assignment = await phone.post(`/v1/clients/${client.id}/assignments`, {
          peerSpecialistId: this.specialists[client.specialist]!.id,
          role: 'primary',
          from: at,
          reason: 'Evens out the team',
        });
      } else if (ago === 50 && client.program === 'detox' && n % 20 === 0) {
        await phone.post(`/v1/episodes/${client.episode.id}/stays`, { programCode: 'therapy', at, reason: 'Detox completed' });
        client.program = 'therapy';
        if (n !== 0) await this.handOff(client, phone, ago);
      } else if (ago === 12 && n % 20 === 7) {
        client.specialist = null;
        await phone.put(`/v1/episodes/${client.episode.id}/discharge`, client.episode.version, { at, reason: n === 7 ? 'completed' : 'left' });
      }
    }
  }

  /** Most who move are met within three days and somebody says so; the others are those whom the system has to name. */
  private async handOff(client: DemoClient, leaving: StaffPhone, ago: number): Promise<void> {
    const receiving = this.specialists[client.specialist!]!.phone;
    const { items } = await leaving.get<{ items: { id: string; version: number }[] }>(`/v1/hand-offs?clientId=${client.id}`);
    const stated = await leaving.put(`/v1/hand-offs/${items[0]!.id}/statement`, items[0]!.version, {
      triggers: 'Evenings alone',
      whatHelps: 'A walk, and calling his brother',
      safeContact: 'Text only, without our name',
    });
    const firstContactAt = new Date(daysAgo(ago - 1).getTime() + 10 * HOUR).toISOString();
    await receiving.put(`/v1/hand-offs/${items[0]!.id}/confirmation`, stated.version, { firstContactAt, how: 'phone' });
  }

  // What is unsigned is signed before the client moves on.
  private async finishLate(): Promise<void> {
    for (const waiting of this.late.splice(0)) await this.signed(waiting, { lateReason: 'Before the hand-over' });
  }
}
