import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { PeerSpecialists } from './peer-specialists.service.ts';
import type { ExperiencePage, ExperienceView, ShareExperience } from './shared-experience.dto.ts';
import { SharedExperience } from './shared-experience.entity.ts';

onViolation('shared_experiences_once', () => new Problem('conflict', 'experience-shared-already', 'You share this already'));

const VIEW = `select id, peer_specialist_id as "peerSpecialistId", experience, shared_at as "sharedAt", withdrawn_at as "withdrawnAt", version from app.shared_experiences`;

@Injectable()
export class SharedExperiences {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly specialists: PeerSpecialists,
  ) {}

  /** The trail says that something was shared and not what: withdrawn, it is to be nowhere but with him who lived it. */
  async share(by: Actor, specialistId: string, { experience }: ShareExperience): Promise<ExperienceView> {
    await this.specialists.read(specialistId);
    const shared = SharedExperience.share(specialistId, experience, this.clock.now());
    await this.work.insert(shared);
    this.audit.record(by, 'experience.shared', shared.id, { peerSpecialistId: specialistId });
    return this.read(shared.id);
  }

  async list(specialistId: string, query: PageQuery): Promise<ExperiencePage> {
    await this.specialists.read(specialistId);
    const rows = await this.work.rows<ExperienceView>({
      text: `${VIEW} where peer_specialist_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [specialistId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ExperienceView> {
    const [view] = await this.work.rows<ExperienceView>({ text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async withdraw(by: Actor, id: string, version: number): Promise<ExperienceView> {
    const shared = await this.work.forChange(SharedExperience, id, version);
    if (!shared) throw notFound();
    shared.withdraw(this.clock.now());
    await this.work.save(shared);
    this.audit.record(by, 'experience.withdrawn', id, { peerSpecialistId: shared.peerSpecialistId });
    return this.read(id);
  }
}
