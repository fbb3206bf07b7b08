import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The register of breaches, 42 CFR 2.16 and 45 CFR 164.400 to 414: what happened, how it was assessed, who was told when, and whose records it concerns. */
export class CreateBreaches1760000040300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.breaches (
        id uuid primary key,
        discovered_on date not null,
        due_on date not null,
        happened text not null,
        recorded_by uuid not null constraint breaches_recorder references app.accounts,
        created_at timestamptz(3) not null,
        finding text constraint breaches_finding check (finding in ('low-probability', 'breach')),
        nature text,
        received_by text,
        acquired text,
        mitigation text,
        people integer constraint breaches_people check (people >= 0),
        most_in_one_state integer constraint breaches_state check (most_in_one_state between 0 and people),
        assessed_at timestamptz(3),
        assessed_by uuid constraint breaches_assessor references app.accounts,
        people_told_on date,
        hhs_told_on date,
        media_told_on date,
        version integer not null,
        constraint breaches_clock check (due_on = discovered_on + 60),
        constraint breaches_assessment check (num_nulls(finding, nature, received_by, acquired, mitigation, people, most_in_one_state, assessed_at, assessed_by) in (0, 9)),
        constraint breaches_telling check (finding is not distinct from 'breach' or num_nonnulls(people_told_on, hhs_told_on, media_told_on) = 0),
        constraint breaches_order check (least(people_told_on, hhs_told_on, media_told_on) >= discovered_on)
      );
      call app.protect('app.breaches');

      -- What is on record stays; what is still open is filled in once.
      create function app.breach_stays() returns trigger language plpgsql as $$
      begin
        if (to_jsonb(old) - 'version') - array(select key from jsonb_each(to_jsonb(old)) where value = 'null')
           is distinct from (to_jsonb(new) - 'version') - array(select key from jsonb_each(to_jsonb(old)) where value = 'null') then
          raise exception using errcode = 'PX502', message = 'what the register of breaches says does not change';
        end if;
        return new;
      end $$;
      create trigger register_stays before update on app.breaches for each row execute function app.breach_stays();

      create table app.breach_clients (
        id uuid primary key,
        breach_id uuid not null constraint breach_clients_breach references app.breaches,
        client_id uuid not null constraint breach_clients_client references app.clients,
        added_by uuid not null constraint breach_clients_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint breach_clients_once unique (breach_id, client_id)
      );
      call app.protect('app.breach_clients', versioned => false);
      create trigger never_edited before update on app.breach_clients for each row execute function app.is_append_only();

      grant select, insert, update on app.breaches to app_privacy_officer;
      grant select, insert on app.breach_clients to app_privacy_officer;
      create policy center on app.breaches for select to app_privacy_officer using (true);
      create policy register on app.breaches for insert to app_privacy_officer with check (recorded_by = (select app.account_id()));
      create policy complete on app.breaches for update to app_privacy_officer using (true);
      create policy center on app.breach_clients for select to app_privacy_officer using (true);
      create policy name on app.breach_clients for insert to app_privacy_officer with check (added_by = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.breach_clients, app.breaches; drop function app.breach_stays()`);
  }
}
