import fc from 'fast-check';
import type { Role } from '../../src/platform/access/actor.ts';
import type { Answer, Running } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { type AccessOracle, CLIENT_NAMES, type ClientName, type Program, PEOPLE, ROOM, type Specialist, SPECIALISTS } from './access-oracle.ts';

type Command = fc.AsyncCommand<AccessOracle, Running>;

const WRITERS: Who[] = ['max', 'max', 'sue', 'otto'];
const PROGRAMS: Program[] = ['detox', 'therapy', 'supportive-living'];
const ROLES: Role[] = ['peer-specialist', 'supervisor', 'clinician', 'program-manager', 'privacy-officer', 'administrator'];
const SUPERVISORS: Who[] = ['sue', 'otto'];
/** Ada stays an enabled administrator, so that somebody can undo what was done to the others. */
const CHANGEABLE = PEOPLE.filter((who) => who !== 'ada');

const one = <T>(...choices: T[]) => fc.constantFrom(...choices);

/** What somebody does: the oracle foretells the status, and where it succeeds follows. */
class Deed implements Command {
  constructor(
    private readonly said: string,
    private readonly foretold: (oracle: AccessOracle) => number,
    private readonly call: (peerwork: Running, oracle: AccessOracle) => Promise<Answer>,
    private readonly follow: (oracle: AccessOracle, answer: Answer) => void,
  ) {}

  check = () => true;

  async run(oracle: AccessOracle, peerwork: Running): Promise<void> {
    const expected = this.foretold(oracle);
    // Periods are told apart by milliseconds.
    await new Promise((next) => setTimeout(next, 2));
    const answer = await this.call(peerwork, oracle);
    if (answer.status !== expected) throw new Error(`${this.said}: answered ${answer.status} ${answer.text}, foretold was ${expected}`);
    if (answer.status < 300) this.follow(oracle, answer);
  }

  toString = () => this.said;
}

/** What somebody looks at: exactly what the oracle lets him see. */
class Look implements Command {
  constructor(
    private readonly said: string,
    private readonly look: (peerwork: Running) => Promise<Answer>,
    private readonly expected: (oracle: AccessOracle) => { status: number; clients?: string[] },
  ) {}

  check = () => true;

  async run(oracle: AccessOracle, peerwork: Running): Promise<void> {
    const { status, clients } = this.expected(oracle);
    const answer = await this.look(peerwork);
    if (answer.status !== status) throw new Error(`${this.said}: answered ${answer.status}, foretold was ${status}`);
    if (!clients || status !== 200) return;
    const seen = (answer.body.items as { id?: string; clientId?: string }[]).map(({ id, clientId }) => clientId ?? id!).sort();
    if (seen.join() !== [...clients].sort().join()) throw new Error(`${this.said}: showed ${seen.join(' ')}, foretold was ${clients.join(' ')}`);
  }

  toString = () => this.said;
}

const now = () => new Date().toISOString();
const reason = 'for this test';

const assign = (by: Who, client: ClientName, specialist: Specialist, role: 'primary' | 'covering') =>
  new Deed(
    `${by} assigns ${client} to ${specialist} as ${role}`,
    (oracle) => {
      const refused = oracle.mayWrite(by);
      if (refused) return refused;
      if (!oracle.sees(by, client) || !oracle.knows(by, specialist)) return 404;
      const { role: present, disabled } = oracle.people[specialist];
      if (disabled || present !== 'peer-specialist') return 409;
      const caseload = oracle.caseloadOf(specialist);
      if (role === 'primary' && caseload.length >= ROOM[specialist] && !caseload.some((held) => held.client === client)) return 409;
      return role === 'covering' && oracle.holds(client, specialist, role) ? 409 : 201;
    },
    (peerwork) => peerwork.as(by).post(`/v1/clients/${CLIENTS[client]}/assignments`, { peerSpecialistId: CAST[specialist].specialistId, role, reason }),
    (oracle, { body }) => oracle.begin(body.id, client, specialist, role),
  );

const end = (by: Who, nth: number) =>
  new Deed(
    `${by} ends assignment ${nth}`,
    (oracle) => {
      const refused = oracle.mayWrite(by);
      const assigned = oracle.assignments[nth % oracle.assignments.length]!;
      return refused ?? (!oracle.sees(by, assigned.client) ? 404 : assigned.until === null ? 200 : 409);
    },
    (peerwork, oracle) => {
      const { id, until } = oracle.assignments[nth % oracle.assignments.length]!;
      return peerwork.as(by).put(`/v1/assignments/${id}/ending`, { at: now(), reason }, { version: until === null ? 1 : 2 });
    },
    (oracle) => oracle.end(oracle.assignments[nth % oracle.assignments.length]!),
  );

const supervise = (by: Who, specialist: Specialist, supervisor: Who) =>
  new Deed(
    `${by} places ${specialist} under ${supervisor}`,
    (oracle) => {
      const { role, disabled } = oracle.people[by];
      if (disabled) return 401;
      if (role !== 'program-manager' && role !== 'administrator') return 403;
      const chosen = oracle.people[supervisor];
      return chosen.disabled || chosen.role !== 'supervisor' ? 409 : 201;
    },
    (peerwork) => peerwork.as(by).post(`/v1/peer-specialists/${CAST[specialist].specialistId}/supervision`, { supervisorId: CAST[supervisor].id }),
    (oracle) => void (oracle.supervisorOf[specialist] = supervisor),
  );

const change = (who: Who, wish: { role?: Role; disabled?: boolean }) =>
  new Deed(
    `ada changes ${who}: ${JSON.stringify(wish)}`,
    () => 200,
    (peerwork, oracle) => peerwork.as('ada').patch(`/v1/accounts/${CAST[who].id}`, wish, { version: oracle.people[who].version }),
    (oracle, { body }) => void Object.assign(oracle.people[who], { ...wish, version: body.version }),
  );

const onEpisode = (oracle: AccessOracle, by: Who, client: ClientName, done: (program: Program | null) => number) =>
  oracle.mayWrite(by) ?? (oracle.sees(by, client) ? done(oracle.episodes[client].program) : 404);

const discharge = (by: Who, client: ClientName) =>
  new Deed(
    `${by} discharges ${client}`,
    (oracle) => onEpisode(oracle, by, client, (program) => (program ? 200 : 409)),
    (peerwork, oracle) => {
      const { id, program } = oracle.episodes[client];
      return peerwork.as(by).put(`/v1/episodes/${id}/discharge`, { at: now(), reason: 'completed' }, { version: program ? 1 : 2 });
    },
    (oracle) => oracle.discharge(client),
  );

const move = (by: Who, client: ClientName, to: Program) =>
  new Deed(
    `${by} moves ${client} to ${to}`,
    (oracle) => onEpisode(oracle, by, client, (program) => (program && program !== to ? 201 : 409)),
    (peerwork, oracle) => peerwork.as(by).post(`/v1/episodes/${oracle.episodes[client].id}/stays`, { programCode: to, at: now(), reason }),
    (oracle) => void (oracle.episodes[client].program = to),
  );

const readmit = (by: Who, client: ClientName, to: Program) =>
  new Deed(
    `${by} admits ${client} to ${to}`,
    (oracle) => onEpisode(oracle, by, client, (program) => (program ? 409 : 201)),
    (peerwork) => peerwork.as(by).post(`/v1/clients/${CLIENTS[client]}/episodes`, { programCode: to, admittedAt: now() }),
    (oracle, { body }) => void (oracle.episodes[client] = { id: body.id, program: to }),
  );

const list = (who: Who) =>
  new Look(
    `${who} lists clients`,
    (peerwork) => peerwork.as(who).get('/v1/clients?limit=100'),
    (oracle) => ({ status: oracle.mayRead(who) ?? 200, clients: [...oracle.sightOf(who)].map((client) => CLIENTS[client]) }),
  );

const report = (who: Who) =>
  new Look(
    `${who} reports on clients`,
    (peerwork) => peerwork.as(who).get('/v1/reports/caseload/clients?limit=100'),
    (oracle) => ({
      status: oracle.mayRead(who) ?? 200,
      clients: [...oracle.sightOf(who)]
        .filter((client) => {
          const primary = oracle.primaryOf(client);
          return primary && oracle.knows(who, primary.specialist);
        })
        .map((client) => CLIENTS[client]),
    }),
  );

const read = (who: Who, client: ClientName, part: '' | '/assignments' | '/episodes' | '/care-team') =>
  new Look(
    `${who} reads ${client}${part}`,
    (peerwork) => peerwork.as(who).get(`/v1/clients/${CLIENTS[client]}${part}`),
    (oracle) => ({ status: oracle.mayRead(who) ?? (oracle.sees(who, client) ? 200 : 404) }),
  );

const person = one(...PEOPLE);
const writer = one(...WRITERS);
const specialist = one(...SPECIALISTS);
const client = one(...CLIENT_NAMES);
const program = one(...PROGRAMS);

/** Reads come as often as changes. */
export const COMMANDS: fc.Arbitrary<Command>[] = [
  fc.tuple(writer, client, specialist, one('primary' as const, 'primary' as const, 'covering' as const)).map((deed) => assign(...deed)),
  fc.tuple(writer, fc.nat(20)).map((deed) => end(...deed)),
  fc.tuple(one<Who>('max', 'ada', 'sue'), specialist, one(...SUPERVISORS)).map((deed) => supervise(...deed)),
  fc.tuple(one(...CHANGEABLE), fc.boolean()).map(([who, disabled]) => change(who, { disabled })),
  fc.tuple(one(...CHANGEABLE), one(...ROLES)).map(([who, role]) => change(who, { role })),
  fc.tuple(writer, client).map((deed) => discharge(...deed)),
  fc.tuple(writer, client, program).map((deed) => move(...deed)),
  fc.tuple(writer, client, program).map((deed) => readmit(...deed)),
  ...Array.from({ length: 4 }, () => person.map(list)),
  ...Array.from({ length: 2 }, () => person.map(report)),
  ...Array.from({ length: 2 }, () =>
    fc.tuple(person, client, one<'' | '/assignments' | '/episodes' | '/care-team'>('', '/assignments', '/episodes', '/care-team')).map((look) => read(...look)),
  ),
];
