import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '../platform/access/actor.ts';
import { Chance } from './chance.ts';
import { clientName, GOALS, STAFF } from './people.ts';
import { StaffPhone } from './staff-phone.ts';

export type DemoSignIn = { role: Role; name: string; email: string; password: string };
export type Specialist = { id: string; phone: StaffPhone; supervisor: Member };
export type Member = { id: string; signIn: DemoSignIn; phone: StaffPhone };
export type DemoClient = {
  id: string;
  episode: { id: string; version: number };
  program: string;
  specialist: number | null;
  assignment: { id: string; version: number } | null;
  goals: string[];
};
export type Center = { manager: Member; specialists: Specialist[]; supervisors: Member[]; clients: DemoClient[]; signIns: DemoSignIn[] };

export const DAY = 86_400_000;
export const DAYS = 90;
const CLIENTS = 60;
const UNASSIGNED = 4;
const AT_ONCE = 6;
const PATHWAYS = ['12-step', 'smart-recovery', 'recovery-dharma', 'medication-supported'];

/** Midnight, so many days before today. */
export const daysAgo = (days: number, today = new Date()): Date => new Date(Math.floor(today.getTime() / DAY) * DAY - days * DAY);

/** Hires the staff, names leads and teams, and registers the clients, each by whoever would do it. */
export async function foundCenter(app: NestFastifyApplication, invitation: { email: string; token: string }, say: (what: string) => void): Promise<Center> {
  const chance = new Chance(20_260_401);
  const members = await hire(app, invitation);
  const of = (role: Role) => members.filter(({ signIn }) => signIn.role === role);
  const [manager] = of('program-manager') as [Member];
  const supervisors = of('supervisor');
  say('  staff, teams and credentials');
  const specialists = await Promise.all(of('peer-specialist').map((member, n) => team(member, n, manager, supervisors[Math.floor(n / 4)]!, chance)));
  await lead(manager, supervisors);
  say('  clients, episodes and assignments');
  const clients: DemoClient[] = [];
  for (let from = 0; from < CLIENTS; from += AT_ONCE)
    clients.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => admit(from + at, specialists, supervisors, of('clinician')[0]!)))));
  return { manager, specialists, supervisors, clients, signIns: members.map(({ signIn }) => signIn) };
}

async function hire(app: NestFastifyApplication, invitation: { email: string; token: string }): Promise<Member[]> {
  const signIns = STAFF.map(({ name, role }) => ({ role, name, email: emailOf(name), password: randomBytes(12).toString('base64url') }));
  const first = signIns.find(({ email }) => email === invitation.email)!;
  await StaffPhone.at(app).post('/v1/invitations/acceptances', { token: invitation.token, password: first.password });
  const administrator = await StaffPhone.at(app).signIn(first.email, first.password);
  return Promise.all(
    signIns.map(async (signIn) => {
      if (signIn !== first) {
        const { invitation: own } = await administrator.post<{ invitation: { token: string } }>('/v1/accounts', {
          email: signIn.email,
          name: signIn.name,
          role: signIn.role,
        });
        await StaffPhone.at(app).post('/v1/invitations/acceptances', { token: own.token, password: signIn.password });
      }
      const phone = await StaffPhone.at(app).signIn(signIn.email, signIn.password);
      const { id } = await phone.get<{ id: string }>('/v1/me');
      return { id, signIn, phone };
    }),
  );
}

export const emailOf = (name: string) => `${name.split(' ')[0]!.toLowerCase()}.demo@peerwork.example`;

async function team(member: Member, n: number, manager: Member, supervisor: Member, chance: Chance): Promise<Specialist> {
  const { id } = await manager.phone.post('/v1/peer-specialists', {
    accountId: member.id,
    hiredOn: day(daysAgo(900 - n * 60)),
    fte: n % 3 === 2 ? 0.8 : 1,
    maxCaseload: 10,
    languages: n % 2 ? ['en', 'es'] : ['en'],
    pathways: [PATHWAYS[n % PATHWAYS.length]],
  });
  await manager.phone.post(`/v1/peer-specialists/${id}/supervision`, { supervisorId: supervisor.id, from: daysAgo(DAYS + 30).toISOString() });
  const credential = await manager.phone.post(`/v1/peer-specialists/${id}/credentials`, {
    kind: 'CPRS',
    issuer: 'Made-up State Board',
    number: `CPRS-${1000 + n}`,
    issuedOn: day(daysAgo(600)),
    expiresOn: day(daysAgo(-20 - n * 45 - chance.below(20))),
  });
  if (n !== 6) await supervisor.phone.put(`/v1/credentials/${credential.id}/verification`, credential.version, {});
  return { id, phone: member.phone, supervisor };
}

async function lead(manager: Member, [first, second]: Member[]): Promise<void> {
  for (const [program, supervisor] of [
    ['detox', first],
    ['therapy', first],
    ['therapy', second],
    ['supportive-living', second],
  ] as const)
    await manager.phone.post(`/v1/programs/${program}/leads`, { supervisorId: supervisor!.id, from: daysAgo(DAYS + 30).toISOString() });
}

async function admit(n: number, specialists: Specialist[], supervisors: Member[], clinician: Member): Promise<DemoClient> {
  const chance = new Chance(20_260_500 + n);
  const specialist = n < CLIENTS - UNASSIGNED ? n % specialists.length : null;
  const supervisor = specialist === null ? supervisors[n % 2]! : specialists[specialist]!.supervisor;
  const program = n % 10 === 0 ? 'detox' : n % 3 === 0 ? 'supportive-living' : 'therapy';
  const admittedAt = new Date(daysAgo(specialist === null ? 2 + chance.below(6) : DAYS - chance.below(25)).getTime() + 9 * 3_600_000).toISOString();
  const client = await supervisor.phone.post('/v1/clients', {
    legalName: clientName(n),
    ...(n % 4 === 0 ? { preferredName: clientName(n).given.slice(0, 3) } : {}),
    birthDate: `${1962 + chance.below(40)}-${String(1 + chance.below(12)).padStart(2, '0')}-${String(1 + chance.below(28)).padStart(2, '0')}`,
    languages: n % 7 === 0 ? ['es'] : ['en'],
    contactPoints: [{ kind: 'phone', value: `+1 555 01${String(n).padStart(2, '0')}`, okToCall: true, okToText: n % 3 !== 0, okToVoicemail: n % 5 === 0 }],
    identifiers: [{ system: 'clinic-mrn', value: `DEMO-${String(n).padStart(4, '0')}` }],
  });
  const episode = await supervisor.phone.post(`/v1/clients/${client.id}/episodes`, {
    programCode: program,
    admittedAt,
    referralSource: chance.of(['hospital', 'self', 'court', 'family']),
  });
  // One in six has nobody who pays, and of one payer's clients half have been authorised more.
  if (n % 6 !== 5)
    await supervisor.phone.post(`/v1/clients/${client.id}/coverages`, {
      payer: n % 2 ? 'nc-medicaid' : 'pa-medical-assistance',
      from: admittedAt.slice(0, 10),
      ...(n % 4 === 1 ? { authorizedUnits: 120 } : {}),
    });
  if (specialist === null) return { id: client.id, episode, program, specialist, assignment: null, goals: [] };
  const assignment = await supervisor.phone.post(`/v1/clients/${client.id}/assignments`, {
    peerSpecialistId: specialists[specialist]!.id,
    role: 'primary',
    from: admittedAt,
    reason: 'Intake',
  });
  if (n % 4 === 0) await supervisor.phone.post(`/v1/clients/${client.id}/care-team`, { accountId: clinician.id, from: admittedAt });
  const goals = await agree(n, client.id, specialists[specialist]!, chance);
  return { id: client.id, episode, program, specialist, assignment, goals };
}

/** Goals in every state: most are agreed, one in five is only proposed, some have come to an end. */
async function agree(n: number, clientId: string, { phone }: Specialist, chance: Chance): Promise<string[]> {
  const wish = GOALS[n % GOALS.length]!;
  const goal = await phone.post(`/v1/clients/${clientId}/goals`, {
    ...wish,
    why: 'Because I said so, out loud',
    confidence: 4 + chance.below(6),
    targetOn: day(daysAgo(-30)),
  });
  if (n % 5 === 4) return [];
  const agreed = await phone.put(`/v1/goals/${goal.id}/agreement`, goal.version, { agreedOn: day(daysAgo(60)), how: 'in-person' });
  await phone.post(`/v1/goals/${goal.id}/commitments`, { what: 'One small step before the next time', dueOn: day(daysAgo(-7)) });
  for (const ago of n % 6 === 5 ? [50] : [45, 30, 10, 3])
    await phone.post(`/v1/goals/${goal.id}/check-ins`, {
      on: day(daysAgo(ago)),
      kept: chance.of(['kept', 'kept', 'partly', 'not']),
      nextStep: 'The same again',
      confidence: 3 + chance.below(7),
    });
  if (n % 11 === 3) await phone.put(`/v1/goals/${goal.id}/pause`, agreed.version, { reason: 'Away with family for two weeks' });
  else if (n % 11 === 6) {
    await phone.put(`/v1/goals/${goal.id}/outcome`, agreed.version, {
      outcome: chance.of(['met', 'partly-met', 'not-met', 'changed']),
      on: day(daysAgo(1)),
      reflection: 'Learned what helps',
    });
    return [];
  }
  return n % 11 === 3 ? [] : [goal.id];
}

export const day = (at: Date) => at.toISOString().slice(0, 10);
