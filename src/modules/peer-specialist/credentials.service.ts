import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Credential } from './credential.entity.ts';
import type { AddCredential, CredentialPage, CredentialView } from './peer-specialist.dto.ts';
import { PeerSpecialists } from './peer-specialists.service.ts';

onViolation('credentials_unique', () => new Problem('conflict', 'credential-exists', 'This credential is known already'));

const VIEW = `select id, peer_specialist_id as "peerSpecialistId", kind, issuer, number, issued_on as "issuedOn", expires_on as "expiresOn",
    continuing_education_hours as "continuingEducationHours",    verified_at as "verifiedAt", verified_by as "verifiedBy", version from app.credentials`;

@Injectable()
export class Credentials {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly specialists: PeerSpecialists,
  ) {}

  async add(by: Actor, specialistId: string, wish: AddCredential): Promise<CredentialView> {
    await this.specialists.read(specialistId);
    const credential = Credential.of(specialistId, {
      ...wish,
      expiresOn: wish.expiresOn ?? null,
      continuingEducationHours: wish.continuingEducationHours ?? null,
    });
    await this.work.insert(credential);
    this.audit.record(by, 'credential.added', credential.id, { peerSpecialistId: specialistId });
    return this.read(credential.id);
  }

  async list(specialistId: string, query: PageQuery): Promise<CredentialPage> {
    await this.specialists.read(specialistId);
    const rows = await this.work.rows<CredentialView>({
      text: `${VIEW} where peer_specialist_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [specialistId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<CredentialView> {
    const [view] = await this.work.rows<CredentialView>({ text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** Somebody else has seen the document. */
  async verify(by: Actor, id: string, version: number): Promise<CredentialView> {
    const credential = await this.work.forChange(Credential, id, version);
    if (!credential) throw notFound();
    if (credential.peerSpecialistId === by.peerSpecialistId) throw new Problem('conflict', 'own-credential', 'Nobody verifies his own credential');
    credential.verify(by.id);
    await this.work.save(credential);
    this.audit.record(by, 'credential.verified', id, { peerSpecialistId: credential.peerSpecialistId });
    return this.read(id);
  }
}
