import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a row was last changed, which the EHR asks for before it reads anything anew. Rows that were never changed since say when
 * they were made. The trigger comes last of a table's own ("when" sorts behind them), so that none takes it for a change of
 * what must stay. A trigger locks its table, and requests come to these tables in many orders: each is a step of its own.
 */
abstract class DateChanges implements MigrationInterface {
  abstract readonly name: string;
  protected abstract readonly table: string;
  protected abstract readonly isFirst: boolean;

  async up(db: QueryRunner): Promise<void> {
    if (this.isFirst)
      await db.query(`
        create function app.dates_change() returns trigger language plpgsql as $$
        begin
          new.changed_at := clock_timestamp();
          return new;
        end $$`);
    await db.query(`
      alter table app.${this.table} add column changed_at timestamptz(3);
      create trigger when_changed before update on app.${this.table} for each row execute function app.dates_change()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop trigger when_changed on app.${this.table}; alter table app.${this.table} drop column changed_at`);
    if (this.isFirst) await db.query(`drop function app.dates_change()`);
  }
}

const FIRST = 1760000051000;
const READ_BY_THE_EHR = [
  ...['clients', 'assignments', 'care_team_members', 'episodes', 'stays', 'leaves', 'consents', 'goals', 'session_notes'],
  ...['accounts', 'peer_specialists', 'credentials', 'programs', 'residences', 'beds'],
];

const stepOn = (table: string, at: number): new () => MigrationInterface => {
  const words = table.split('_').map((word) => word[0]!.toUpperCase() + word.slice(1));
  const name = `DateChanges${words.join('')}${FIRST + at}`;
  const step = class extends DateChanges {
    readonly name = name;
    protected readonly table = table;
    protected readonly isFirst = at === 0;
  };
  Object.defineProperty(step, 'name', { value: name });
  return step;
};

export const DATE_CHANGES = READ_BY_THE_EHR.map(stepOn);
