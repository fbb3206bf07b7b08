import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { momentPageOf, startOfMoment } from '../../platform/http/page.ts';
import { invalid } from '../../platform/problem.ts';
import { dayAfter, serviceDay } from '../../platform/site-calendar.ts';
import { type CountedSpecialist, type CountedSupervisor, standingOf, teamStanding, warningOf } from './standing.ts';
import type { ExpiringCredential, ExpiringCredentialPage, FindExpiringCredentials, StandingQuery, SupervisionStanding } from './standing.dto.ts';
import { EXPIRING, SPECIALISTS, SUPERVISORS } from './standing.queries.ts';
import { SupervisionPolicies } from './supervision-policies.service.ts';

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

@Injectable()
export class Standings {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly policies: SupervisionPolicies,
  ) {}

  async standing({ asOf = this.today() }: StandingQuery): Promise<SupervisionStanding> {
    if (asOf > this.today()) throw invalid('#/asOf', 'lies in the future');
    const values = [asOf, this.env.SITE_TIME_ZONE];
    const [policy, specialists, supervisors] = await Promise.all([
      this.policies.inForceOn(asOf),
      this.work.rows<CountedSpecialist>({ ...SPECIALISTS, values }),
      this.work.rows<CountedSupervisor>({ ...SUPERVISORS, values }),
    ]);
    return {
      asOf,
      windowFrom: dayAfter(asOf, -29),
      policy,
      specialists: specialists.map((one) => standingOf(one, policy)),
      supervisors: supervisors.map((one) => teamStanding(one, policy)),
    };
  }

  async expiring(query: FindExpiringCredentials): Promise<ExpiringCredentialPage> {
    const today = this.today();
    const start = startOfMoment(query);
    const values = [today, dayAfter(today, query.within), start && dayOf(start.at), start && start.id, query.limit + 1];
    const [policy, rows] = await Promise.all([this.policies.inForceOn(today), this.work.rows<Omit<ExpiringCredential, 'warning'>>({ ...EXPIRING, values })]);
    const warned = rows.map((one) => ({ ...one, warning: warningOf(one.daysLeft, policy.warningDays) }));
    return momentPageOf(warned, query, ({ id, expiresOn }) => ({ at: new Date(expiresOn), id }));
  }

  private today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }
}
