import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { SuitableAccounts } from '../account/index.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AddCareTeamMember, CareTeamMemberView, CareTeamPage, EndCareTeamMember } from './assignment.dto.ts';
import { CareTeamMember } from './care-team-member.entity.ts';
import { Clients } from './clients.service.ts';

onViolation('care_team_members_once', () => new Problem('conflict', 'care-team-member-exists', 'This clinician treats the client at that time already'));

const VIEW = `select m.id, m.client_id as "clientId", m.account_id as "accountId", a.name, m.starts_at as "startsAt", m.ends_at as "endsAt", m.version
  from app.care_team_members m join app.accounts a on a.id = m.account_id`;

@Injectable()
export class CareTeams {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly suitable: SuitableAccounts,
    private readonly clients: Clients,
  ) {}

  async add(by: Actor, clientId: string, { accountId, from = new Date() }: AddCareTeamMember): Promise<CareTeamMemberView> {
    await this.clients.demand(clientId);
    await this.suitable.demand(accountId, { role: 'clinician', title: 'A care team is made of enabled accounts with the role clinician' });
    const member = CareTeamMember.of(clientId, accountId, from, by.id);
    await this.work.insert(member);
    this.audit.record(by, 'care-team-member.added', member.id, { clientId, accountId });
    return this.read(member.id);
  }

  async list(clientId: string, query: PageQuery): Promise<CareTeamPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<CareTeamMemberView>({
      text: `${VIEW} where m.client_id = $1 and ($2::uuid is null or m.id < $2) order by m.id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<CareTeamMemberView> {
    const [view] = await this.work.rows<CareTeamMemberView>({ text: `${VIEW} where m.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async end(by: Actor, id: string, version: number, { at = new Date() }: EndCareTeamMember): Promise<CareTeamMemberView> {
    const member = await this.work.forChange(CareTeamMember, id, version);
    if (!member) throw notFound();
    member.end(at, by.id);
    await this.work.save(member);
    this.audit.record(by, 'care-team-member.ended', id, { clientId: member.clientId, accountId: member.accountId });
    return this.read(id);
  }
}
