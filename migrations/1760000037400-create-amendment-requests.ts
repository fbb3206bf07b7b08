import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A client asks that his record be amended, 45 CFR 164.526: about which part, what became of it, and what he says to a denial. */
export class CreateAmendmentRequests1760000037400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    const theirs = 'client_id = any ((select app.my_clients())::uuid[])';
    await db.query(`
      alter table app.session_note_addenda add constraint session_note_addenda_of_note unique (id, note_id);

      create table app.amendment_requests (
        id uuid primary key,
        client_id uuid not null constraint amendment_requests_client references app.clients,
        note_id uuid constraint amendment_requests_note references app.session_notes,
        goal_id uuid constraint amendment_requests_goal references app.goals,
        wrong text not null,
        should_stand text not null,
        received_on date not null,
        due_on date not null,
        status text not null constraint amendment_requests_status check (status in ('open', 'accepted', 'denied')),
        recorded_by uuid not null constraint amendment_requests_recorder references app.accounts,
        extended_at timestamptz(3),
        extended_by uuid constraint amendment_requests_extender references app.accounts,
        extension_reason text,
        decided_at timestamptz(3),
        decided_by uuid constraint amendment_requests_decider references app.accounts,
        basis text constraint amendment_requests_basis check (basis in ('not-created-here', 'not-in-the-record', 'not-open-to-access', 'accurate-and-complete')),
        decision text,
        addendum_id uuid,
        disagreement text,
        disagreed_at timestamptz(3),
        rebuttal text,
        rebutted_at timestamptz(3),
        rebutted_by uuid constraint amendment_requests_rebutter references app.accounts,
        version integer not null,
        constraint amendment_requests_addendum foreign key (addendum_id, note_id) references app.session_note_addenda (id, note_id),
        constraint amendment_requests_of_one check (num_nonnulls(note_id, goal_id) = 1 and (addendum_id is null or note_id is not null)),
        constraint amendment_requests_decision check ((status = 'open') = (decided_at is null) and (status = 'open') = (decided_by is null)
          and (status = 'denied') = (basis is not null)),
        constraint amendment_requests_due check (due_on = received_on + case when extended_at is null then 60 else 90 end),
        constraint amendment_requests_answer check (disagreed_at is null or status = 'denied'),
        constraint amendment_requests_rebuttal check (rebutted_at is null or disagreed_at is not null)
      );
      create index amendment_requests_by_client on app.amendment_requests (client_id, id desc);
      create index amendment_requests_open on app.amendment_requests (due_on) where status = 'open';
      call app.protect('app.amendment_requests');

      create function app.amendment_stays() returns trigger language plpgsql as $$
      declare
        asked constant text[] := '{extended_at,extended_by,extension_reason,due_on,status,decided_at,decided_by,basis,decision,addendum_id,disagreement,disagreed_at,rebuttal,rebutted_at,rebutted_by,version}';
        answered constant text[] := '{disagreement,disagreed_at,rebuttal,rebutted_at,rebutted_by,version}';
      begin
        if to_jsonb(old) - asked is distinct from to_jsonb(new) - asked
           or old.status <> 'open' and to_jsonb(old) - answered is distinct from to_jsonb(new) - answered
           or old.disagreed_at is not null and (old.disagreement, old.disagreed_at) is distinct from (new.disagreement, new.disagreed_at)
           or old.rebutted_at is not null then
          raise exception using errcode = 'PX502', message = 'what was asked, decided and answered does not change';
        end if;
        return new;
      end $$;
      create trigger amendment_stays before update on app.amendment_requests for each row execute function app.amendment_stays();

      grant select, insert on app.amendment_requests to ${team}, app_privacy_officer;
      grant update (disagreement, disagreed_at, version) on app.amendment_requests to ${team};
      grant update on app.amendment_requests to app_privacy_officer;
      create policy theirs on app.amendment_requests for select to ${team} using (${theirs});
      create policy center on app.amendment_requests for select to app_privacy_officer using (true);
      create policy record on app.amendment_requests for insert to ${team} with check (${theirs} and recorded_by = (select app.account_id()));
      create policy record_any on app.amendment_requests for insert to app_privacy_officer with check (recorded_by = (select app.account_id()));
      create policy answer on app.amendment_requests for update to ${team} using (${theirs});
      create policy decide_any on app.amendment_requests for update to app_privacy_officer using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table app.amendment_requests;
      drop function app.amendment_stays();
      alter table app.session_note_addenda drop constraint session_note_addenda_of_note;
    `);
  }
}
