import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { SuitableAccounts } from '../account/index.ts';
import { AuditTrail } from '../audit/index.ts';
import type { ChangePeerSpecialist, FindPeerSpecialists, HirePeerSpecialist, PeerSpecialistPage, PeerSpecialistView } from './peer-specialist.dto.ts';
import { PeerSpecialist } from './peer-specialist.entity.ts';

onViolation('peer_specialists_account_unique', () => new Problem('conflict', 'specialist-exists', 'This account has a peer specialist profile already'));

const VIEW = `select p.id, p.account_id as "accountId", a.name, p.hired_on as "hiredOn", p.fte::float8 as fte, p.max_caseload as "maxCaseload", p.languages, p.pathways,
    a.disabled_at is not null as disabled, p.version
  from app.peer_specialists p join app.accounts a on a.id = p.account_id`;

@Injectable()
export class PeerSpecialists {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly suitable: SuitableAccounts,
  ) {}

  async hire(by: Actor, wish: HirePeerSpecialist): Promise<PeerSpecialistView> {
    const title = 'A profile belongs to an enabled account with the role peer-specialist; change the account first';
    await this.suitable.demand(wish.accountId, { role: 'peer-specialist', title });
    const specialist = PeerSpecialist.hire(wish.accountId, wish);
    await this.work.insert(specialist);
    this.audit.record(by, 'peer-specialist.hired', specialist.id, { accountId: wish.accountId });
    return this.read(specialist.id);
  }

  async list(query: FindPeerSpecialists): Promise<PeerSpecialistPage> {
    const rows = await this.work.rows<PeerSpecialistView>({
      name: 'list_specialists',
      text: `${VIEW} where $1::uuid is null or p.id < $1 order by p.id desc limit $2`,
      values: [startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<PeerSpecialistView> {
    const [view] = await this.work.rows<PeerSpecialistView>({ name: 'read_specialist', text: `${VIEW} where p.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async change(by: Actor, id: string, version: number, wish: ChangePeerSpecialist): Promise<PeerSpecialistView> {
    const specialist = await this.work.forChange(PeerSpecialist, id, version);
    if (!specialist) throw notFound();
    specialist.change(wish);
    await this.work.save(specialist);
    this.audit.record(by, 'peer-specialist.changed', id, { fields: Object.keys(wish) });
    return this.read(id);
  }
}
