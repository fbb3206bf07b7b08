import { describe, expect, it } from '@jest/globals';
import { CHANGES } from './changes.ts';
import { CHANGES_NOTHING, CHANGING, deadlocksWaiting, limitsOf, NOT_RACED } from './limits.ts';
import { Course, type Race } from './race.ts';
import { KEYED_RACES, RACES } from './race-table.ts';

const course = Course.laid();
const proven = [...RACES, ...KEYED_RACES, ...Object.values(CHANGES)].flatMap(({ proves = [] }) => proves);
const unraced = async () => (await limitsOf(course.peerwork)).filter((limit) => !proven.includes(limit) && !(limit in NOT_RACED));
const race = (of: string): Race => RACES.find((one) => one.of === of)!;

/** The race as it would be run with this in the database, which is gone afterwards. */
async function withPlanted(plant: string, uproot: string, of: string): Promise<string[]> {
  await course.peerwork.rows(plant);
  const faults = await course.run(race(of), 10);
  await course.peerwork.rows(uproot);
  return faults;
}

describe('the table of races', () => {
  it('has every limit of the schema and of the code, or says why nobody can race for it', async () => {
    expect(await unraced()).toEqual([]);
  });

  it('names no limit that is not there', async () => {
    const limits = await limitsOf(course.peerwork);
    expect([...proven, ...Object.keys(NOT_RACED)].filter((limit) => !limits.includes(limit))).toEqual([]);
    expect(Object.keys(NOT_RACED).filter((limit) => proven.includes(limit))).toEqual([]);
  });

  it('has every route that changes something', () => {
    expect(CHANGING.filter((route) => !(route in CHANGES) && !(route in CHANGES_NOTHING))).toEqual([]);
    expect([...Object.keys(CHANGES), ...Object.keys(CHANGES_NOTHING)].filter((route) => !CHANGING.includes(route))).toEqual([]);
  });

  it('notices a limit that is new', async () => {
    await course.peerwork.rows(`create table app.rooms (id uuid primary key, name text constraint rooms_name_unique unique, floor integer, during tstzrange,
                                  constraint rooms_once exclude using gist (floor with =, during with &&)); create unique index rooms_by_floor on app.rooms (floor)`);
    const [found, waiting] = [await unraced(), await deadlocksWaiting(course.peerwork)];
    await course.peerwork.rows('drop table app.rooms');
    expect(found.sort()).toEqual(['rooms_by_floor', 'rooms_name_unique', 'rooms_once']);
    expect(waiting).toEqual(['app.rooms']);
  });
});

it('lets everybody take his turn who contests what rows exclude', async () => expect(await deadlocksWaiting(course.peerwork)).toEqual([]));

describe('the net notices', () => {
  it('a unique index that is gone', async () => {
    const faults = await withPlanted(
      'drop index app.accounts_email_unique',
      `set session_replication_role = replica; delete from app.accounts where email ilike '________-____-4%' and name like 'Somebody %';
       set session_replication_role = origin; create unique index accounts_email_unique on app.accounts (lower(email))`,
      'POST /v1/accounts',
    );
    expect(faults).toEqual(['10 instead of 1 succeeded', '10 instead of 1 in the database', '10 instead of 1 on the trail']);
  });

  it('an exclusion constraint that is gone', async () => {
    const faults = await withPlanted(
      'alter table app.care_team_members drop constraint care_team_members_once',
      `set session_replication_role = replica; delete from app.care_team_members; set session_replication_role = origin;
       alter table app.care_team_members add constraint care_team_members_once exclude using gist (client_id with =, account_id with =, tstzrange(starts_at, ends_at) with &&)`,
      'POST /v1/clients/:id/care-team',
    );
    expect(faults).toEqual(['10 instead of 1 succeeded', '10 instead of 1 in the database', '10 instead of 1 on the trail']);
  });

  it('an author who may be with two clients at once', async () => {
    const faults = await withPlanted(
      'alter table app.session_notes disable trigger the_author_is_free',
      'alter table app.session_notes enable trigger the_author_is_free',
      "an author's time, with many clients",
    );
    expect(faults).toEqual(['10 instead of 1 succeeded', '10 instead of 1 in the database', '10 instead of 1 on the trail']);
  });

  it('a group whose places nobody counts', async () => {
    const faults = await withPlanted(
      'alter table app.group_members disable trigger there_is_room',
      'alter table app.group_members enable trigger there_is_room',
      'a group with room for three',
    );
    expect(faults).toEqual(['10 instead of 3 succeeded', '10 instead of 3 in the database', '10 instead of 3 on the trail']);
  });

  it('that the last administrator may be removed', async () => {
    const faults = await withPlanted(
      'alter table app.accounts disable trigger an_administrator_remains',
      'alter table app.accounts enable trigger an_administrator_remains',
      'two administrators who remove each other',
    );
    expect(faults).toEqual(['2 instead of 1 succeeded', '2 instead of 1 in the database', '2 instead of 1 on the trail']);
  });

  it('an answer that nobody should hear', async () => {
    const faults = await withPlanted(
      `create function app.fails() returns trigger language plpgsql as $$ begin raise exception using errcode = '40001'; end $$;
       create trigger fails before insert on app.programs for each row execute function app.fails();
       create trigger fails before insert on app.credentials for each row execute function app.fails()`,
      'drop trigger fails on app.credentials; drop trigger fails on app.programs; drop function app.fails()',
      'POST /v1/peer-specialists/:id/credentials',
    );
    expect(faults).toEqual(['0 instead of 1 succeeded', '0 instead of 1 in the database', '0 instead of 1 on the trail', '10 heard 503 database-away']);
  });
});
