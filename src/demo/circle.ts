import { type Center, daysAgo, type Specialist } from './center.ts';

type Note = { id: string; version: number; status: string };

const HOUR = 3_600_000;
const WEDNESDAY = 3;
const FIRST = 70;
const TOPICS = ['Weekends', 'Families', 'Sleep', 'Old friends', 'Money'];

/** A circle on Wednesday evenings, led by two specialists: each of its members is one's client, and not the other's. */
export class Circle {
  private constructor(
    readonly leader: Specialist,
    private readonly id: string,
    private readonly members: string[],
  ) {}

  static async open({ specialists, clients }: Center): Promise<Circle> {
    const [leader, coLeader] = specialists as [Specialist, Specialist];
    const { phone } = leader.supervisor;
    const from = daysAgo(FIRST).toISOString();
    const terms = { name: 'Wednesday circle', pathway: 'smart-recovery', admission: 'open', capacity: 8, from };
    const { id } = await phone.post('/v1/group-series', { ...terms, leaderId: leader.id, coLeaderId: coLeader.id });
    // Those who stay with their specialist the whole time.
    const staying = clients.filter((_, n) => n % 9 !== 2 && n % 20 !== 7);
    const members = [0, 1].flatMap((nth) => staying.filter(({ specialist }) => specialist === nth).slice(0, 3)).map((client) => client.id);
    for (const clientId of members) await phone.post(`/v1/group-series/${id}/members`, { clientId, from });
    return new Circle(leader, id, members);
  }

  /** The notes of an evening, which still have to be signed; after the newest evening somebody still lacks his. */
  async evening(ago: number): Promise<Note[]> {
    if (ago > FIRST - 1 || daysAgo(ago).getUTCDay() !== WEDNESDAY) return [];
    const { phone } = this.leader;
    const at = (hours: number) => new Date(daysAgo(ago).getTime() + hours * HOUR).toISOString();
    const planned = await phone.post(`/v1/group-series/${this.id}/sessions`, { startsAt: at(18), endsAt: at(19.5), place: 'Room 2', modality: 'in-person' });
    const path = `/v1/group-sessions/${planned.id}`;
    const topic = TOPICS[ago % TOPICS.length];
    const held = await phone.put(`${path}/holding`, planned.version, {
      startedAt: at(18),
      endedAt: at(19.25),
      topic,
      summary: 'Everybody spoke, and nobody long',
    });
    const absent = this.members[ago % this.members.length];
    const present = this.members.filter((clientId) => clientId !== absent);
    const open = await phone.put(`${path}/attendance`, held.version, { present: present.map((clientId) => ({ clientId })) });
    const [last, ...others] = present;
    const notes: Note[] = [];
    for (const clientId of others)
      notes.push(await phone.post<Note>(`${path}/responses`, { clientId, intervention: 'Held the round', response: 'Told of the week', plan: 'Comes again' }));
    if (ago > 7) await phone.put(`${path}/closing`, open.version, { withoutNote: [{ clientId: last, reason: 'Only listened' }] });
    return notes;
  }
}
