import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What courts and others serve on the center, and what was decided about it. Nobody but the privacy officer decides; a manager reads. */
export class CreateLegalOrders1760000036000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    await db.query(`
      create table app.legal_orders (
        id uuid primary key,
        client_id uuid constraint legal_orders_client references app.clients,
        kind text not null constraint legal_orders_kind
          check (kind in ('subpoena', 'court-order', 'subpoena-with-order', 'warrant', 'warrant-with-order', 'administrative-order', 'other')),
        rule text constraint legal_orders_rule check (rule in ('2.64', '2.65', '2.66', '2.67')),
        issuer text not null,
        case_number text,
        findings text,
        served_on date not null,
        received_by text not null,
        recipient_id uuid constraint legal_orders_recipient references app.recipients,
        categories text[] not null,
        from_on date,
        to_on date,
        notice_given_on date,
        hearing_on date,
        answer_by date,
        expires_on date,
        expires_at timestamptz(3),
        status text not null constraint legal_orders_status check (status in ('recorded', 'under-review', 'honoured', 'contested', 'refused', 'withdrawn')),
        honoured_at timestamptz(3),
        recorded_by uuid not null constraint legal_orders_recorder references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint legal_orders_window check (to_on >= from_on),
        constraint legal_orders_undercover check (rule is distinct from '2.67' or client_id is null),
        constraint legal_orders_held check ('counseling-notes' <> all (categories)),
        constraint legal_orders_honoured check (status <> 'honoured' or kind in ('subpoena-with-order', 'warrant-with-order') and rule in ('2.64', '2.65', '2.66')
          and num_nulls(rule, client_id, recipient_id, case_number, findings, expires_on, expires_at, honoured_at) = 0 and categories <> '{}'
          and (rule = '2.66' or num_nulls(notice_given_on, hearing_on) = 0))
      );
      create index legal_orders_honoured_by_client on app.legal_orders (client_id) where status = 'honoured';
      call app.protect('app.legal_orders');

      -- What somebody decided about is what he read, and what was refused or withdrawn is over.
      create function app.legal_order_stays() returns trigger language plpgsql as $$
      declare
        course constant text[] := '{status,version,honoured_at,expires_at}';
      begin
        -- What the accounting of disclosures rests on stays as an empty row when a record is destroyed.
        if current_user = 'app_purger' then
          return new;
        end if;
        if old.status not in ('recorded', 'under-review') and to_jsonb(old) - course is distinct from to_jsonb(new) - course
           or new.client_id is distinct from old.client_id
           or new.status <> old.status and (old.status, new.status) not in (
             ('recorded', 'under-review'), ('recorded', 'withdrawn'),
             ('under-review', 'honoured'), ('under-review', 'contested'), ('under-review', 'refused'), ('under-review', 'withdrawn'),
             ('contested', 'honoured'), ('contested', 'refused'), ('contested', 'withdrawn'), ('honoured', 'contested'), ('honoured', 'withdrawn')) then
          raise exception using errcode = 'PX502', message = 'a legal order that was decided about does not change';
        end if;
        return new;
      end $$;
      create trigger decided_stays before update on app.legal_orders for each row execute function app.legal_order_stays();

      create table app.legal_order_steps (
        id uuid primary key,
        order_id uuid not null constraint legal_order_steps_order references app.legal_orders,
        client_id uuid constraint legal_order_steps_client references app.clients,
        decision text not null constraint legal_order_steps_decision check (decision in ('under-review', 'honoured', 'contested', 'refused', 'withdrawn')),
        reason text not null,
        decided_by uuid not null constraint legal_order_steps_decider references app.accounts,
        decided_at timestamptz(3) not null
      );
      create index legal_order_steps_by_order on app.legal_order_steps (order_id, id);
      call app.protect('app.legal_order_steps', versioned => false);

      create table app.legal_order_papers (
        id uuid primary key,
        order_id uuid not null constraint legal_order_papers_order references app.legal_orders,
        client_id uuid constraint legal_order_papers_client references app.clients,
        media_type text not null constraint legal_order_papers_media_type check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
        content bytea not null,
        content_hash bytea not null,
        attached_by uuid not null constraint legal_order_papers_attacher references app.accounts,
        attached_at timestamptz(3) not null,
        constraint legal_order_papers_size check (octet_length(content) <= 5242880)
      );
      create index legal_order_papers_by_order on app.legal_order_papers (order_id, id desc) include (media_type, attached_at);
      call app.protect('app.legal_order_papers', versioned => false);
    `);
    await db.query(`
      grant select, insert, update on app.legal_orders to app_privacy_officer;
      grant select on app.legal_orders to app_program_manager;
      -- Whoever discloses is let through by an order that is honoured, and what leaves says which; of any other he knows nothing.
      grant select (id, client_id, kind, rule, issuer, case_number, recipient_id, categories, from_on, to_on, expires_on, expires_at, status, honoured_at)
        on app.legal_orders to ${team};
      create policy center on app.legal_orders for select to app_privacy_officer, app_program_manager using (true);
      create policy honoured on app.legal_orders for select to ${team} using (status = 'honoured' and client_id = any ((select app.my_clients())::uuid[]));
      create policy record on app.legal_orders for insert to app_privacy_officer with check (recorded_by = (select app.account_id()));
      create policy decide on app.legal_orders for update to app_privacy_officer using (true);

      grant select, insert on app.legal_order_steps, app.legal_order_papers to app_privacy_officer;
      grant select on app.legal_order_steps, app.legal_order_papers to app_program_manager;
      create policy center on app.legal_order_steps for select to app_privacy_officer, app_program_manager using (true);
      create policy center on app.legal_order_papers for select to app_privacy_officer, app_program_manager using (true);
      create policy decide on app.legal_order_steps for insert to app_privacy_officer with check (decided_by = (select app.account_id())
        and exists (select from app.legal_orders o where o.id = order_id and o.client_id is not distinct from legal_order_steps.client_id));
      create policy attach on app.legal_order_papers for insert to app_privacy_officer with check (attached_by = (select app.account_id())
        and exists (select from app.legal_orders o where o.id = order_id and o.client_id is not distinct from legal_order_papers.client_id));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.legal_order_papers, app.legal_order_steps, app.legal_orders; drop function app.legal_order_stays()`);
  }
}
