import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AddSupervisionPolicy, SupervisionPolicyPage, SupervisionPolicyView } from './supervision-policy.dto.ts';
import { SupervisionPolicy } from './supervision-policy.entity.ts';

onViolation(
  'supervision_policies_version_unique',
  () => new Problem('conflict', 'policy-added-meanwhile', 'Somebody added a version meanwhile; read it first'),
);

const POLICY = `select id, version, valid_from as "validFrom", source, required_minutes as "requiredMinutes", most_days_between as "mostDaysBetween",
    specialists_per_supervisor as "specialistsPerSupervisor", clients_per_specialist as "clientsPerSpecialist", warning_days as "warningDays" from app.supervision_policies`;

@Injectable()
export class SupervisionPolicies {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async add(by: Actor, terms: AddSupervisionPolicy): Promise<SupervisionPolicyView> {
    const [newest] = await this.work.rows<SupervisionPolicyView>({ text: `${POLICY} order by version desc limit 1`, values: [] });
    const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
    const policy = SupervisionPolicy.after(newest ?? null, terms, today, by.id);
    await this.work.insert(policy);
    this.audit.record(by, 'supervision-policy.added', policy.id, { version: policy.version, validFrom: policy.validFrom });
    return this.read(policy.id);
  }

  async list(query: PageQuery): Promise<SupervisionPolicyPage> {
    const values = [startOf(query), query.limit + 1];
    const rows = await this.work.rows<SupervisionPolicyView>({
      text: `${POLICY} where $1::uuid is null or id < $1 order by id desc limit $2`,
      values,
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<SupervisionPolicyView> {
    const [view] = await this.work.rows<SupervisionPolicyView>({ text: `${POLICY} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** The version that a day is judged by: the one that the migrations bring holds from the earliest day on. */
  async inForceOn(day: string): Promise<SupervisionPolicyView> {
    const [view] = await this.work.rows<SupervisionPolicyView>({
      name: 'supervision_policy_on',
      text: `${POLICY} where valid_from <= $1 order by version desc limit 1`,
      values: [day],
    });
    return view!;
  }
}
