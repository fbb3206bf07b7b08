import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { invalid } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { deIdentified, type Treated } from './de-identified.ts';
import type { DeIdentifiedReport } from './de-identified.dto.ts';

const MOST = 50_000;

/** Treatments that touch the year $1, at the site whose time zone is $2, at most $3. */
const TREATED = {
  name: 'de_identified_treatments',
  text: `with treated as materialized (
      select e.id, e.client_id, $1::integer - extract(year from c.birth_date)::integer as age,
             extract(year from e.admitted_at at time zone $2)::integer as admitted_in, extract(year from e.discharged_at at time zone $2)::integer as discharged_in,
             e.admitted_at, coalesce(e.discharged_at, 'infinity') as until
        from app.episodes e join app.clients c on c.id = e.client_id
       where extract(year from e.admitted_at at time zone $2) <= $1 and (e.discharged_at is null or extract(year from e.discharged_at at time zone $2) >= $1)
       limit $3)
    select t.age, t.admitted_in as "admittedIn", t.discharged_in as "dischargedIn",
           array(select distinct s.program_code from app.stays s where s.episode_id = t.id order by 1) as programs,
           coalesce(n.sessions, 0)::integer as sessions, coalesce(n.minutes, 0)::integer as minutes
      from treated t left join lateral (
        select count(*) as sessions, sum(n.minutes) as minutes from app.session_notes n
         where n.client_id = t.client_id and n.outcome = 'completed' and n.status in ('signed', 'cosigned')
           and n.service_on between make_date($1, 1, 1) and make_date($1, 12, 31)
           and n.started_at >= t.admitted_at and n.started_at < t.until) n on true`,
};

/** What public health may have: no record of anybody, 42 CFR 2.54. */
@Injectable()
export class DeIdentifiedReports {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async ofYear(asked?: number): Promise<DeIdentifiedReport> {
    const zone = this.env.SITE_TIME_ZONE;
    const thisYear = Number(serviceDay(this.clock.now(), zone).slice(0, 4));
    const year = asked ?? thisYear;
    if (year > thisYear) throw invalid('#/year', 'lies in the future');
    const treated = await this.work.rows<Treated>({ ...TREATED, values: [year, zone, MOST + 1] });
    if (treated.length > MOST) throw invalid('#/year', `has more than ${MOST} treatments`);
    return { year, treatments: deIdentified(treated) };
  }
}
