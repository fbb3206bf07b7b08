import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of which a client has many, so that asking the gate for each of them is most of the work. */
const MANY: Record<string, string> = {
  ehr_encounters: `{attendance}`,
  ehr_documents: `{session-notes,group}`,
  ehr_goals: `{goals}`,
  ehr_check_ins: `{goals}`,
};

const LEAVE = /LATERAL (?:app\.)?machine_grounds\(([^,]+), ([^)]+)\) leave\(([^)]*)\)/g;

/**
 * The same rows that the views show, of many clients at once: the gate is asked once for each client and category, and not
 * for each row. They are made out of the views, so that neither can tell anything else than the other; measured with twenty
 * notes each, eight times as fast.
 */
export class ReadForExports1760000053100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      grant create on schema app to app_authz;

      -- Whose records an export goes through, page by page; whether anything of theirs is let out is asked for each.
      create function app.clients_of_export(asked uuid, behind uuid, at_most integer) returns setof uuid
        language sql stable security definer set search_path = app, pg_temp as $$
        select c.id from app.exports e join app.clients c on c.purged_at is null and (behind is null or c.id > behind)
         where e.id = asked and e.machine_id = app.account_id() and (e.patients is null or c.id = any (e.patients))
           and (e.specialist_id is null
                or exists (select from app.assignments a where a.client_id = c.id and a.peer_specialist_id = e.specialist_id and a.role = 'primary'
                              and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now()))
                   and exists (select from app.machine_grounds(c.id, 'demographics')))
         order by c.id limit at_most
      $$;

      -- What opened after an instant: by which consents, and to whom otherwise. Nobody's row changes when he consents, and all of it is new to whoever may have it now.
      create function app.opened_since(clients uuid[], instant timestamptz, out by_consents uuid[], out of_clients uuid[])
        language sql stable security definer set search_path = app, pg_temp as $$
        select array(select c.id from app.consents c where c.client_id = any (clients) and c.status = 'active' and c.activated_at > instant),
               array(select w.id from unnest(clients) w (id) join app.recipients r on r.id = nullif(current_setting('app.recipient_id', true), '')::uuid
                      where r.stands_from > instant
                         or exists (select from app.client_restrictions x where x.client_id = w.id and x.lifted_at > instant)
                         or exists (select from app.privacy_requests p where p.client_id = w.id and p.recipient_id = r.id and p.kind = 'restriction' and p.withdrawn_at > instant))
      $$;

      -- Patients that this machine was given, and whether they are still let out to it.
      create function app.patients_given(asked uuid, behind uuid, at_most integer) returns table (client_id uuid, is_withdrawn boolean)
        language sql stable security definer set search_path = app, pg_temp as $$
        select g.client_id, not exists (select from app.machine_grounds(g.client_id, 'demographics'))
          from (select distinct d.client_id from app.exports e join app.disclosures d on d.machine_client_id = e.machine_id
                 where e.id = asked and e.machine_id = app.account_id() and (behind is null or d.client_id > behind) and d.status = 'sent'
                   and d.manifest @> '[{"kind": "Patient"}]' and (e.patients is null or d.client_id = any (e.patients))
                   and (e.specialist_id is null
                        or exists (select from app.assignments a where a.client_id = d.client_id and a.peer_specialist_id = e.specialist_id and a.role = 'primary'
                                      and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())))
                 order by d.client_id limit at_most) g
      $$;
    `);
    for (const [view, categories] of Object.entries(MANY)) await db.query(this.ofMany(view, categories, await this.textOf(db, view)));
    await db.query(`
      ${CALLED.map(
        (called) =>
          `alter function ${called} owner to app_authz; revoke execute on function ${called} from public; grant execute on function ${called} to app_machine;`,
      ).join('\n      ')}
      revoke create on schema app from app_authz;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function ${CALLED.join(', ')}`);
  }

  private async textOf(db: QueryRunner, view: string): Promise<string> {
    const [{ text }] = await db.query(`select pg_get_viewdef('app.${view}'::regclass) as text`);
    if ([...text.matchAll(LEAVE)].length !== 1) throw new Error(`app.${view} asks the gate in another way than it did`);
    return text.replace(/;\s*$/, '');
  }

  private ofMany(view: string, categories: string, text: string): string {
    const remembered = text.replace(
      LEAVE,
      (_, whose, category, columns) =>
        `lateral (select l.basis, l.consent_id, l.consent_version, l.scope from answered_once l where l.whose = ${whose} and l.category = ${category}) leave (${columns})`,
    );
    return `
      create function app.${view}_of(clients uuid[]) returns setof app.${view} language sql stable security definer set search_path = app, pg_temp as $$
        with answered_once as materialized (
          select w.whose, k.category, g.* from unnest(clients) w (whose) cross join unnest('${categories}'::text[]) k (category)
            cross join lateral app.machine_grounds(w.whose, k.category) g)
        select v.* from (${remembered}) v where v.client_id = any (clients)
      $$`;
  }
}

const CALLED = [
  'app.clients_of_export(uuid, uuid, integer)',
  'app.opened_since(uuid[], timestamptz)',
  'app.patients_given(uuid, uuid, integer)',
  ...Object.keys(MANY).map((view) => `app.${view}_of(uuid[])`),
];
