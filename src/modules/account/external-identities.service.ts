import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type Page, type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Accounts } from './accounts.service.ts';
import type { LinkIdentity } from './external-identity.dto.ts';
import { ExternalIdentity } from './external-identity.entity.ts';
import { IdentityProvider } from './identity-provider.ts';
import { issuerOf } from './proven-identity.ts';

onViolation(
  'external_identities_subject_unique',
  () => new Problem('conflict', 'identity-linked', 'This identity is linked to an account already; end that link first'),
);
onViolation(
  'external_identities_account_unique',
  () => new Problem('conflict', 'account-linked', 'This account is linked to an identity of this provider already; end that link first'),
);

/** Which accounts may be signed in to by whom of the identity provider: for administrators. */
@Injectable()
export class ExternalIdentities {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly accounts: Accounts,
    private readonly provider: IdentityProvider,
  ) {}

  async link(by: Actor, accountId: string, wish: LinkIdentity): Promise<ExternalIdentity> {
    const { id } = await this.accounts.read(accountId);
    const { issuer } = this.provider;
    // Where another one is set up, the link would wait for ever and nobody would know why.
    if (issuer && issuerOf(issuer) !== issuerOf(wish.issuer)) throw invalid('#/issuer', "is not the center's identity provider");
    if (!/^[\x20-\x7e]+$/.test(wish.subject)) throw invalid('#/subject', 'takes ASCII characters alone');
    const identity = ExternalIdentity.of(id, wish, by.id);
    await this.work.insert(identity);
    this.audit.record(by, 'external-identity.linked', identity.id, { accountId: id, how: identity.linkedHow });
    return identity;
  }

  async list(accountId: string, query: PageQuery): Promise<Page<ExternalIdentity>> {
    await this.accounts.read(accountId);
    const rows = this.work
      .query(ExternalIdentity, 'it')
      .where('it.accountId = :accountId', { accountId })
      .orderBy('it.id', 'DESC')
      .limit(query.limit + 1);
    const after = startOf(query);
    if (after) rows.andWhere('it.id < :after', { after });
    return pageOf(await rows.getMany(), query, ({ id }) => id);
  }

  async read(id: string): Promise<ExternalIdentity> {
    const identity = await this.work.find(ExternalIdentity, id);
    if (!identity) throw notFound();
    return identity;
  }

  /** Nobody comes in by it any more, and whoever did is out. */
  async end(by: Actor, id: string, version: number): Promise<ExternalIdentity> {
    const identity = await this.work.forChange(ExternalIdentity, id, version);
    if (!identity) throw notFound();
    identity.end(by.id);
    await this.work.save(identity);
    const ended = await this.work.rows<{ sessionId: string }>({ text: `select session_id as "sessionId" from app.end_sessions_of($1)`, values: [id] });
    this.audit.record(by, 'external-identity.ended', id, { accountId: identity.accountId, sessions: ended.length });
    for (const { sessionId } of ended) this.audit.record(by, 'session.ended', sessionId, { accountId: identity.accountId });
    return identity;
  }
}
