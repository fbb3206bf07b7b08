import { expect, it } from '@jest/globals';
import type { Answer } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { PASSWORD } from '../support/invite.ts';
import { sized } from '../support/proof.ts';
import { Course, inShort } from './race.ts';

const MEETING = 7_236_499;
const ROUNDS = sized(1, 20);
const course = Course.laid();

/**
 * Two pieces of work, each of which changes an account and is then made to lock the other's. Both wait between the two, so
 * that the deadlock is certain; the sequence counts how often they came there, whatever was rolled back.
 */
async function embracing(one: string, other: string, requests: (() => Promise<Answer>)[]): Promise<{ heard: string[]; tries: number }> {
  await course.peerwork.rows(`
    create sequence app.tries;
    grant usage on app.tries to app_administrator, app_doorkeeper;
    create function app.embraces() returns trigger language plpgsql as $$
    begin
      perform nextval('app.tries');
      perform pg_advisory_xact_lock_shared(${MEETING});
      perform from app.accounts where id = case new.id when '${one}' then '${other}' when '${other}' then '${one}'::uuid end for update;
      return new;
    end $$;
    create trigger embraces before update on app.accounts for each row when (new.id in ('${one}', '${other}')) execute function app.embraces()`);
  const answers = await course.passLock(`select pg_advisory_xact_lock(${MEETING})`, requests);
  const tries = await course.count('select last_value as count from app.tries', []);
  await course.peerwork.rows('drop trigger embraces on app.accounts; drop function app.embraces(); drop sequence app.tries');
  return { heard: answers.map(inShort), tries };
}

it('are repeated for whoever is signed in, and both changes are made', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = await course.fresh.people(2, 'clinician');
    const change = (id: string) => () => course.peerwork.bearing(CAST.ada.token).patch(`/v1/accounts/${id}`, { name: 'Changed' }, { version: 1 });
    const { heard, tries } = await embracing(one!.id, other!.id, [change(one!.id), change(other!.id)]);
    expect({ round, heard, tries }).toEqual({ round, heard: ['200', '200'], tries: 3 });
    expect(await course.count(`select count(*) from app.accounts where name = 'Changed' and version = 2 and id = any ($1)`, [[one!.id, other!.id]])).toBe(2);
    expect(await course.count(`select count(*) from app.audit_events where action = 'account.changed' and subject_id = any ($1)`, [[one!.id, other!.id]])).toBe(
      2,
    );
  }
});

it('are repeated for whoever is not signed in yet', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const invited = [await course.fresh.invitation(), await course.fresh.invitation()];
    const accept = (token: string) => () => course.peerwork.bearing(null).post('/v1/invitations/acceptances', { token, password: PASSWORD });
    const accounts = invited.map(({ accountId }) => accountId);
    const { heard, tries } = await embracing(
      accounts[0]!,
      accounts[1]!,
      invited.map(({ token }) => accept(token)),
    );
    expect({ round, heard, tries }).toEqual({ round, heard: ['201', '201'], tries: 3 });
    expect(await course.count(`select count(*) from app.accounts where version = 2 and id = any ($1)`, [accounts])).toBe(2);
    expect(await course.count(`select count(*) from app.audit_events where action = 'invitation.accepted' and account_id = any ($1)`, [accounts])).toBe(2);
  }
});
