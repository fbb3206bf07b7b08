import type { MigrationInterface, QueryRunner } from 'typeorm';

const COMPARE = 'Compare with what your state and your contracts ask for before use.';

/** What a center begins with until it adds its own. Where states differ, a long period that several of them have is assumed. */
const DEFAULTS = [
  { id: '01900000-0000-7000-8000-390000000001', kind: 'state', years: 7, majority_age: null, source: `Assumed: seven years. ${COMPARE}` },
  {
    id: '01900000-0000-7000-8000-390000000002',
    kind: 'payer',
    years: 10,
    majority_age: null,
    source: `42 CFR 438.3(u): ten years in Medicaid managed care, here taken for every payer. ${COMPARE}`,
  },
  {
    id: '01900000-0000-7000-8000-390000000003',
    kind: 'minor',
    years: 7,
    majority_age: 18,
    source: `Assumed: seven years after majority at 18. ${COMPARE}`,
  },
  {
    id: '01900000-0000-7000-8000-390000000004',
    kind: 'center',
    years: 6,
    majority_age: null,
    source: `45 CFR 164.316(b)(2)(i) and 164.530(j): six years for what HIPAA asks to be documented. ${COMPARE}`,
  },
];

/** How long records are kept, and by whose rule. Rows are added and never changed; no payer means every payer without a period of its own. */
export class CreateRetentionRules1760000039000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.retention_rules (
        id uuid primary key,
        kind text not null constraint retention_rules_kind check (kind in ('state', 'payer', 'minor', 'center')),
        payer text,
        version integer not null constraint retention_rules_version check (version > 0),
        years integer not null constraint retention_rules_years check (years between 0 and 100),
        majority_age integer constraint retention_rules_majority check (majority_age between 14 and 25),
        valid_from date not null,
        source text not null,
        added_by uuid constraint retention_rules_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint retention_rules_payer check (payer is null or kind = 'payer'),
        constraint retention_rules_minor check ((kind = 'minor') = (majority_age is not null)),
        constraint retention_rules_version_unique unique nulls not distinct (kind, payer, version)
      )`);
    for (const { id, kind, years, majority_age, source } of DEFAULTS)
      // Valid from the earliest day that can be asked about.
      await db.query(
        `insert into app.retention_rules (id, kind, version, years, majority_age, valid_from, source, created_at) values ($1, $2, 1, $3, $4, '1900-01-01', $5, clock_timestamp())`,
        [id, kind, years, majority_age, source],
      );
    await db.query(`
      call app.protect('app.retention_rules', versioned => false);
      create trigger never_edited before update on app.retention_rules for each row execute function app.is_append_only();
      grant select on app.retention_rules to app_program_manager, app_privacy_officer, app_purger;
      grant insert on app.retention_rules to app_privacy_officer;
      create policy known on app.retention_rules for select to app_program_manager, app_privacy_officer, app_purger using (true);
      create policy add on app.retention_rules for insert to app_privacy_officer with check (added_by = (select app.account_id()));

      -- Asked as whoever asks: a privacy officer, a program manager, or the purge itself. until_on is the last day on which the record is kept.
      create function app.retention_reasons(client uuid, day date, zone text)
        returns table (kind text, rule_id uuid, payer text, years integer, majority_age integer, from_on date, until_on date, source text) language sql stable as $$
        with known as (
          select c.birth_date,
                 least((c.created_at at time zone zone)::date, (select min((e.admitted_at at time zone zone)::date) from app.episodes e where e.client_id = c.id)) as first_on,
                 greatest((c.created_at at time zone zone)::date,
                   (select max((e.discharged_at at time zone zone)::date) from app.episodes e where e.client_id = c.id),
                   (select max(n.service_on) from app.session_notes n where n.client_id = c.id and n.status <> 'voided')) as last_on
            from app.clients c where c.id = client),
        rules as (
          select distinct on (r.kind, r.payer) r.* from app.retention_rules r where r.valid_from <= day order by r.kind, r.payer, r.version desc)
        select r.kind, r.id, null, r.years, null::integer, k.last_on, (k.last_on + make_interval(years => r.years))::date, r.source
          from known k join rules r on r.kind in ('state', 'center')
        union all
        -- Of a coverage that goes on, the last contact counts.
        select r.kind, r.id, v.payer, r.years, null, v.last_on, (v.last_on + make_interval(years => r.years))::date, r.source
          from known k
          cross join lateral (select c.payer, max(coalesce(c.ends_on, k.last_on)) as last_on from app.client_coverages c where c.client_id = client group by c.payer) v
          cross join lateral (select * from rules r where r.kind = 'payer' and (r.payer = v.payer or r.payer is null) order by r.payer nulls last limit 1) r
        union all
        -- Only of those who came before they were of age.
        select r.kind, r.id, null, r.years, r.majority_age, (k.birth_date + make_interval(years => r.majority_age))::date,
               (k.birth_date + make_interval(years => r.majority_age + r.years))::date, r.source
          from known k join rules r on r.kind = 'minor' where (k.birth_date + make_interval(years => r.majority_age))::date > k.first_on
      $$;
      grant execute on function app.retention_reasons(uuid, date, text) to app_program_manager, app_privacy_officer, app_purger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.retention_reasons(uuid, date, text); drop table app.retention_rules`);
  }
}
