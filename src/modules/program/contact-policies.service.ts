import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AddContactPolicy, ContactPolicyPage, ContactPolicyView } from './contact-policy.dto.ts';
import { ContactPolicy } from './contact-policy.entity.ts';
import { Program } from './program.entity.ts';

onViolation('contact_policies_version_unique', () => new Problem('conflict', 'policy-added-meanwhile', 'Somebody added a version meanwhile; read it first'));

type Row = Omit<ContactPolicyView, 'phases'> & { phaseDays: number[]; phaseIntervals: number[] };

const POLICY = `select id, program_code as "programCode", version, valid_from as "validFrom", source, phase_days as "phaseDays", phase_intervals as "phaseIntervals",
    first_contact_within_hours as "firstContactWithinHours", after_setback_within_hours as "afterSetbackWithinHours",
    after_transition_within_hours as "afterTransitionWithinHours" from app.contact_policies`;

@Injectable()
export class ContactPolicies {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** What was read before the lock is what the caller knows of: whoever adds meanwhile has the version that this one would have. */
  async add(by: Actor, programCode: string, terms: AddContactPolicy): Promise<ContactPolicyView> {
    const newest = await this.newest(programCode);
    await this.lockProgram(programCode);
    const policy = ContactPolicy.after(newest, programCode, terms, this.today(), by.id);
    await this.keep(by, policy);
    if (policy.validFrom === this.today()) await this.tellTheReleaseBefore(policy);
    return this.read(policy.id);
  }

  /** Under the lock that the caller has on the program. */
  async addInterval(by: Actor, programCode: string, intervalDays: number): Promise<void> {
    await this.keep(by, ContactPolicy.withInterval(await this.newest(programCode), programCode, intervalDays, this.today(), by.id));
  }

  async list(programCode: string, query: PageQuery): Promise<ContactPolicyPage> {
    await this.newest(programCode);
    const rows = await this.work.rows<Row>({
      text: `${POLICY} where program_code = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [programCode, startOf(query), query.limit + 1],
    });
    return pageOf(rows.map(viewOf), query, ({ id }) => id);
  }

  async read(id: string): Promise<ContactPolicyView> {
    const [row] = await this.work.rows<Row>({ text: `${POLICY} where id = $1`, values: [id] });
    if (!row) throw notFound();
    return viewOf(row);
  }

  async lockProgram(code: string): Promise<Program> {
    const program = await this.work.query(Program, 'it').where('it.code = :code', { code }).setLock('pessimistic_write').getOne();
    if (!program) throw notFound();
    return program;
  }

  today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }

  /** Every program has one, from the day on which it was made. */
  private async newest(programCode: string): Promise<ContactPolicyView> {
    const [row] = await this.work.rows<Row>({ text: `${POLICY} where program_code = $1 order by version desc limit 1`, values: [programCode] });
    if (!row) throw notFound();
    return viewOf(row);
  }

  private async keep(by: Actor, policy: ContactPolicy): Promise<void> {
    await this.work.insert(policy);
    const { programCode: program, version, validFrom } = policy;
    this.audit.record(by, 'contact-policy.added', policy.id, { program, version, validFrom });
  }

  /** It reads the interval from the program itself; and whoever has read the program has read an interval that holds no more. */
  private async tellTheReleaseBefore({ programCode, phaseIntervals }: ContactPolicy): Promise<void> {
    await this.work.rows({
      text: 'update app.programs set contact_interval_days = $2, version = version + 1 where code = $1',
      values: [programCode, phaseIntervals[0]],
    });
  }
}

const viewOf = ({ phaseDays, phaseIntervals, ...row }: Row): ContactPolicyView => ({
  ...row,
  phases: phaseDays.map((fromDay, at) => ({ fromDay, intervalDays: phaseIntervals[at]! })),
});
