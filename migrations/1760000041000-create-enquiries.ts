import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who rang or wrote and asked about somebody. It refers to no client: who was asked for is in sealed words alone, and looked up by nobody. */
export class CreateEnquiries1760000041000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const staff = 'app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer';
    await db.query(`
      create table app.enquiries (
        id uuid primary key,
        taken_by uuid not null constraint enquiries_taker references app.accounts,
        taken_at timestamptz(3) not null,
        channel text not null constraint enquiries_channel check (channel in ('phone', 'in-person', 'letter', 'e-mail')),
        words bytea not null
      );
      create index enquiries_by_taker on app.enquiries (taken_by, id desc);
      call app.protect('app.enquiries', versioned => false);

      -- Sealing the words anew under another key changes none of them.
      create function app.enquiry_stays() returns trigger language plpgsql as $$
      begin
        if current_setting('role') <> 'app_worker' or to_jsonb(old) - 'words' is distinct from to_jsonb(new) - 'words' then
          raise exception using errcode = 'PX502', message = 'what was asked about somebody does not change';
        end if;
        return new;
      end $$;
      create trigger enquiry_stays before update on app.enquiries for each row execute function app.enquiry_stays();

      -- Whoever took one sees that he did, and its words never again.
      grant select (id, taken_by, taken_at, channel), insert on app.enquiries to ${staff};
      grant select on app.enquiries to app_privacy_officer;
      create policy own on app.enquiries for select to app_peer_specialist, app_supervisor, app_clinician, app_program_manager
        using (taken_by = (select app.account_id()));
      create policy center on app.enquiries for select to app_privacy_officer using (true);
      create policy take on app.enquiries for insert to ${staff} with check (taken_by = (select app.account_id()));
      call app.reseals('app.enquiries', 'words');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.enquiries; drop function app.enquiry_stays()`);
  }
}
