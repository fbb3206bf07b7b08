import { CAST } from '../support/cast.ts';
import { PASSWORD } from '../support/invite.ts';
import type { Course, Race, Round } from './race.ts';
import type { Person } from './race-fresh.ts';

/** Who may come in, how often he may guess, and that somebody is left who can let others in. */
export const ACCOUNT_RACES: Race[] = [
  {
    of: 'administrators in a ring, each shutting out the next',
    proves: ['app.an_administrator_remains()'],
    round: async (course, count) => lastOf(course, await onlyAdministrators(course, count), () => ({ disabled: true })),
  },
  {
    of: 'two administrators who remove each other',
    proves: ['app.an_administrator_remains()'],
    round: async (course) => lastOf(course, await onlyAdministrators(course, 2), (nth) => (nth ? { disabled: true } : { role: 'clinician' })),
  },
  {
    of: "strangers' guesses at one password",
    proves: ['sign_in_guesses_pkey'],
    round: async (course, count) => {
      const { email } = await course.fresh.person('clinician');
      await course.fresh.change('delete from sign_in_guesses');
      const password = 'not the right one at all';
      return {
        gate: 'sign_in_guesses',
        requests: times(count, () => course.peerwork.bearing(null).post('/v1/session', { email, password })),
        permitted: 0,
        heard: { '401 wrong-sign-in': 10, '429 too-many-guesses': count - 10 },
        actions: ['session.opened'],
        effects: async () => 0,
      };
    },
  },
  {
    of: 'a familiar place, with many sign-ins from there',
    proves: ['familiar_places_pkey'],
    round: async (course, count) => {
      const { id, email } = await course.fresh.person('clinician');
      await course.fresh.change('delete from sign_in_guesses');
      const device = Buffer.alloc(32, 7).toString('base64url');
      return {
        gate: 'familiar_places',
        requests: times(Math.min(count, 10), () => course.peerwork.bearing(null).post('/v1/session', { email, password: PASSWORD, device })),
        permitted: Math.min(count, 10),
        actions: ['session.opened'],
        effects: async () => {
          const places = await course.count('select count(*) from app.familiar_places where account_id = $1', [id]);
          if (places !== 2) throw new Error(`${places} familiar places instead of one network and one device`);
          return course.count('select count(*) - 1 as count from app.sessions where account_id = $1', [id]);
        },
      };
    },
  },
  {
    of: 'one person of the identity provider, for many accounts',
    proves: ['external_identities_subject_unique'],
    round: async (course, count) => {
      const people = await course.fresh.people(count, 'clinician');
      const wish = { issuer: 'https://login.center.example', subject: people[0]!.id };
      return {
        gate: 'external_identities',
        requests: people.map(
          ({ id }) =>
            () =>
              course.peerwork.bearing(CAST.ada.token).post(`/v1/accounts/${id}/external-identities`, wish),
        ),
        permitted: 1,
        refusals: ['409 identity-linked'],
        actions: ['external-identity.linked'],
        effects: () => course.count('select count(*) from app.external_identities where subject = $1', [wish.subject]),
      };
    },
  },
  {
    of: 'the end of a session',
    proves: [],
    round: async (course, count) => {
      const { id, token } = await course.fresh.person('clinician');
      return {
        gate: 'sessions',
        requests: times(count, () => course.peerwork.bearing(token).delete('/v1/session')),
        permitted: 1,
        // Ending it again is no fault, and nothing to be recorded.
        heard: { '204': count },
        actions: ['session.ended'],
        effects: () => course.count('select count(*) from app.sessions where id = $1 and ended_at is not null', [id]),
      };
    },
  },
];

const times = (count: number, request: () => ReturnType<Round['requests'][number]>) => Array.from({ length: count }, () => request);

async function onlyAdministrators(course: Course, count: number): Promise<Person[]> {
  const administrators = await course.fresh.people(count, 'administrator');
  const ids = administrators.map(({ id }) => id);
  await course.fresh.change(`update accounts set disabled_at = now() where role = 'administrator' and id <> all ($1)`, [ids]);
  return administrators;
}

/** All but one succeed, since somebody must be left; and Ada is back for whatever comes next. */
async function lastOf(course: Course, ring: Person[], wish: (nth: number) => object): Promise<Round> {
  const removed = async () => {
    const left = await course.count(`select count(*) from app.accounts where role = 'administrator' and disabled_at is null and id = any ($1)`, [
      ring.map(({ id }) => id),
    ]);
    await course.fresh.change('update accounts set disabled_at = null where id = $1', [CAST.ada.id]);
    return ring.length - left;
  };
  return {
    gate: 'accounts',
    requests: ring.map(({ token }, nth) => () => {
      const next = ring[(nth + 1) % ring.length]!;
      return course.peerwork.bearing(token).patch(`/v1/accounts/${next.id}`, wish(nth), { version: 1 });
    }),
    permitted: ring.length - 1,
    refusals: ['409 last-administrator'],
    actions: ['account.changed'],
    effects: removed,
  };
}
