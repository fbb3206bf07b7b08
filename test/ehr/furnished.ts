import { agreed, day, ended, paused, proposed } from '../accountability-goal/goal.ts';
import { active, complete } from '../consent/given.ts';
import { attended, circle, demand, respond } from '../group-session/group.ts';
import { daysAgo } from '../client/days.ts';
import { house, take } from '../residence/house.ts';
import { cosigned, drafted, type Note, sign, signed } from '../session-note/session.ts';
import type { Running } from '../support/app.ts';
import { CLIENTS, EPISODES, type Who } from '../support/cast.ts';

/** What stands in no answer to a machine, whatever its client consented to. */
export const NEVER = [
  'UNSIGNED words',
  'PENDING words',
  'RETURNED words',
  'KEPT words',
  'VOIDED words',
  'COUNSELING words',
  'PROPOSED words',
  'CHECKED-IN words',
];

const words = (word: string) => ({ intervention: `${word} words`, response: `${word} words`, plan: `${word} words` });
const wish = { hospital: { kind: 'hospital', from: daysAgo(2) } };

/** Everybody of the cast has a record; Jordan's has everything that there can be in one. */
export async function furnish(peerwork: Running) {
  const jordan = await personOf(peerwork);
  const notes = await notesOf(peerwork);
  const goals = await goalsOf(peerwork);
  const leave = demand(201, await peerwork.as('ana').post(`/v1/episodes/${EPISODES.jordan}/leaves`, wish.hospital));
  const { residenceId, bedIds } = await house(peerwork, 2);
  const occupancy = demand(201, await take(peerwork, bedIds[0]!, CLIENTS.riley, daysAgo(1)));
  demand(201, await peerwork.as('nadia').post(`/v1/clients/${CLIENTS.jordan}/counseling-notes`, { sessionOn: day(1), words: 'COUNSELING words' }));
  return { jordan, notes, goals, leave, residenceId, bedIds, occupancy };
}

async function personOf(peerwork: Running) {
  const details = {
    preferredName: 'Jo',
    languages: ['en', 'es'],
    contactPoints: [
      { kind: 'phone', value: '+1 555 0100', okToCall: true },
      { kind: 'phone', value: '+1 555 0199' },
      { kind: 'email', value: 'jo@mail.example' },
      { kind: 'address', value: '1 Harbor Road' },
    ],
    identifiers: [
      { system: 'clinic-mrn', value: 'MRN-77' },
      { system: 'urn:oid:1.2.36.146', value: 'A-1' },
    ],
  };
  const { version } = (await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`)).body;
  return demand(200, await peerwork.as('ana').patch(`/v1/clients/${CLIENTS.jordan}`, details, { version }));
}

async function notesOf(peerwork: Running) {
  const plain = await cosigned(peerwork, 'ana', 'jordan', { intervention: 'Listened', response: 'Relieved', plan: 'Again' });
  const noShow = await signed(peerwork, 'ana', 'jordan', { outcome: 'no-show', modality: 'phone', intervention: null, response: null, plan: null });
  const added = await cosigned(peerwork, 'ana', 'jordan', { ...words('FIRST'), modality: 'video' });
  const add = async (text: string) => demand(201, await peerwork.as('ana').post(`/v1/session-notes/${added.id}/addenda`, { text, reason: 'Afterthought' }));
  await add('ADDED once');
  await add('ADDED twice');
  const voided = await cosigned(peerwork, 'ana', 'jordan', words('VOIDED'));
  const { version } = demand(200, await peerwork.as('sue').get(`/v1/session-notes/${voided.id}`));
  demand(200, await peerwork.as('sue').put(`/v1/session-notes/${voided.id}/void`, { reason: 'Wrong client' }, { version }));
  const draft = await drafted(peerwork, 'ana', 'jordan', words('UNSIGNED'));
  const pending = await signed(peerwork, 'ana', 'jordan', words('PENDING'));
  const returned = await signed(peerwork, 'ana', 'jordan', words('RETURNED'));
  const again = { version: returned.version };
  demand(200, await peerwork.as('sue').put(`/v1/session-notes/${returned.id}/return`, { reason: 'Say more' }, again));
  const kept = await cosigned(peerwork, 'ana', 'jordan', { ...words('KEPT'), keptFromEhr: true });
  const group = await groupNote(peerwork);
  const sam = await cosigned(peerwork, 'ben', 'sam', words('SAM'));
  const riley = await cosigned(peerwork, 'olive', 'riley', words('RILEY'));
  return { plain, noShow, added, voided, draft, pending, returned, kept, group, sam, riley };
}

async function groupNote(peerwork: Running): Promise<Note> {
  const session = await attended(peerwork, (await circle(peerwork)).id, ['jordan', 'sam']);
  const { id, version } = demand(201, await respond(peerwork, 'ana', session.id, 'jordan', words('GROUP')));
  const once = demand(200, await sign(peerwork, 'ana', { id, version }));
  return demand(200, await peerwork.as('sue').put(`/v1/session-notes/${id}/cosignature`, {}, { version: once.version })) as unknown as Note;
}

async function goalsOf(peerwork: Running) {
  const { id: proposal } = await proposed(peerwork, 'ana', 'jordan');
  await peerwork.as('ana').patch(`/v1/goals/${proposal}`, { statement: 'PROPOSED words' }, { version: 1 });
  const goals = {
    open: await agreed(peerwork, 'ana', 'jordan'),
    paused: await paused(peerwork, 'ana', 'jordan'),
    met: await ended(peerwork, 'ana', 'jordan'),
    sams: await agreed(peerwork, 'ben', 'sam'),
    rileys: await agreed(peerwork, 'olive', 'riley'),
  };
  const checkIn = async (who: Who, goal: string, more: object) =>
    demand(201, await peerwork.as(who).post(`/v1/goals/${goal}/check-ins`, { on: day(1), kept: 'kept', ...more }));
  const checkIns = [
    await checkIn('ana', goals.open.id, { kept: 'partly', confidence: 6, obstacle: 'CHECKED-IN words' }),
    await checkIn('ana', goals.open.id, { on: day(8), kept: 'not' }),
  ];
  await checkIn('ben', goals.sams.id, {});
  return { ...goals, proposal, checkIns };
}

export const EVERYTHING = ['demographics', 'attendance', 'goals', 'session-notes', 'group'];

const CARERS: Record<keyof typeof CLIENTS, Who> = { jordan: 'ana', sam: 'ben', riley: 'olive', casey: 'sue' };

/** A consent of this client for this recipient; of everything, for treatment, unless it is narrower. */
export const consented = (peerwork: Running, client: keyof typeof CLIENTS, recipientId: string, more: object = {}) =>
  active(peerwork, { ...complete(recipientId), categories: EVERYTHING, ...more }, CARERS[client], CLIENTS[client]);

export const carerOf = (client: keyof typeof CLIENTS): Who => CARERS[client];
