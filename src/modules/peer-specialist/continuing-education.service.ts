import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AddContinuingEducation, ContinuingEducationPage, ContinuingEducationView, WithdrawContinuingEducation } from './continuing-education.dto.ts';
import { ContinuingEducation } from './continuing-education.entity.ts';
import { Credentials } from './credentials.service.ts';

const VIEW = `select id, credential_id as "credentialId", peer_specialist_id as "peerSpecialistId", earned_on as "on", hours::float8 as hours, topic, provider,
    added_by as "addedBy", withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy", withdrawal_reason as "withdrawalReason", version
  from app.continuing_education_entries`;

@Injectable()
export class ContinuingEducations {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly credentials: Credentials,
  ) {}

  async add(by: Actor, credentialId: string, course: AddContinuingEducation): Promise<ContinuingEducationView> {
    const credential = await this.credentials.read(credentialId);
    const entry = ContinuingEducation.of(credential, course, serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE), by.id);
    await this.work.insert(entry);
    this.audit.record(by, 'continuing-education.added', entry.id, { credentialId, peerSpecialistId: credential.peerSpecialistId });
    return this.read(entry.id);
  }

  async list(credentialId: string, query: PageQuery): Promise<ContinuingEducationPage> {
    await this.credentials.read(credentialId);
    const rows = await this.work.rows<ContinuingEducationView>({
      text: `${VIEW} where credential_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [credentialId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ContinuingEducationView> {
    const [view] = await this.work.rows<ContinuingEducationView>({ text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async withdraw(by: Actor, id: string, version: number, { reason }: WithdrawContinuingEducation): Promise<ContinuingEducationView> {
    const entry = await this.work.forChange(ContinuingEducation, id, version);
    if (!entry) throw notFound();
    entry.withdraw(reason, by.id, this.clock.now());
    await this.work.save(entry);
    this.audit.record(by, 'continuing-education.withdrawn', id, { credentialId: entry.credentialId, peerSpecialistId: entry.peerSpecialistId });
    return this.read(id);
  }
}
