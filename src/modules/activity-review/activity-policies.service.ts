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
import type { ActivityPolicyPage, ActivityPolicyView, AddActivityPolicy } from './activity-policy.dto.ts';
import { ActivityPolicy } from './activity-policy.entity.ts';

onViolation('activity_policies_version_unique', () => new Problem('conflict', 'policy-added-meanwhile', 'Somebody added a version meanwhile; read it first'));

const POLICY = `select id, version, valid_from as "validFrom", source, most_clients_an_hour as "mostClientsAnHour", to_char(opens_at, 'HH24:MI') as "opensAt",
    to_char(closes_at, 'HH24:MI') as "closesAt", workdays, grace_minutes as "graceMinutes" from app.activity_policies`;

@Injectable()
export class ActivityPolicies {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async add(by: Actor, terms: AddActivityPolicy): Promise<ActivityPolicyView> {
    const [newest] = await this.work.rows<ActivityPolicyView>({ text: `${POLICY} order by version desc limit 1`, values: [] });
    const policy = ActivityPolicy.after(newest ?? null, terms, serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE), by.id);
    await this.work.insert(policy);
    this.audit.record(by, 'activity-policy.added', policy.id, { version: policy.version, validFrom: policy.validFrom });
    return this.read(policy.id);
  }

  async list(query: PageQuery): Promise<ActivityPolicyPage> {
    const values = [startOf(query), query.limit + 1];
    const rows = await this.work.rows<ActivityPolicyView>({ text: `${POLICY} where $1::uuid is null or id < $1 order by id desc limit $2`, values });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ActivityPolicyView> {
    const [view] = await this.work.rows<ActivityPolicyView>({ text: `${POLICY} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }
}
