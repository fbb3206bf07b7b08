import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { invalid, invalidAll, notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AddRecipient, ChangeRecipient, RecipientPage, RecipientRow, RecipientView } from './recipient.dto.ts';
import { Recipient } from './recipient.entity.ts';

onViolation(
  'recipients_one_of_payer',
  () => new Problem('conflict', 'payer-has-recipient', 'The claims of this payer go to another recipient; end that one first, or clear its payer'),
);

const ROW = `id, name, kind, covered_entity as "coveredEntity", basis, ended_at as "endedAt", version`;
const READ = {
  name: 'read_recipient',
  text: `select ${ROW}, address, payer, member_ids as "memberIds", case when agreement_signed_on is not null then
      jsonb_build_object('signedOn', agreement_signed_on, 'validFrom', agreement_valid_from, 'validUntil', agreement_valid_until,
        'reference', agreement_reference, 'approvedBy', approved_by) end as agreement
    from app.recipients where id = $1`,
};
const LIST = { name: 'list_recipients', text: `select ${ROW} from app.recipients where ($1::uuid is null or id < $1) order by id desc limit $2` };
const UNKNOWN = {
  name: 'unknown_recipients',
  text: `select named.at - 1 as at from unnest($1::uuid[]) with ordinality as named (id, at) where not exists (select from app.recipients r where r.id = named.id) order by 1`,
};

@Injectable()
export class Recipients {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
  ) {}

  async add(by: Actor, { address, payer, agreement, memberIds = [], ...wish }: AddRecipient): Promise<RecipientView> {
    const recipient = Recipient.of(
      { ...wish, address: address ?? null, payer: payer ?? null, agreement: agreement ?? null, memberIds },
      by.id,
      this.env.SITE_TIME_ZONE,
    );
    await this.demandEach(memberIds, 'memberIds');
    await this.work.insert(recipient);
    this.audit.record(by, 'recipient.added', recipient.id, { recipient: recipient.kind, basis: recipient.basis });
    return this.read(recipient.id);
  }

  async list(query: PageQuery): Promise<RecipientPage> {
    const rows = await this.work.rows<RecipientRow>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<RecipientView> {
    const [view] = await this.work.rows<RecipientView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async change(by: Actor, id: string, version: number, wish: ChangeRecipient): Promise<RecipientView> {
    const recipient = await this.work.forChange(Recipient, id, version);
    if (!recipient) throw notFound();
    recipient.change(wish, this.env.SITE_TIME_ZONE);
    await this.demandEach(wish.memberIds ?? [], 'memberIds');
    await this.work.save(recipient);
    this.audit.record(by, 'recipient.changed', id, { fields: Object.keys(wish) });
    return this.read(id);
  }

  async end(by: Actor, id: string, version: number): Promise<RecipientView> {
    const recipient = await this.work.forChange(Recipient, id, version);
    if (!recipient) throw notFound();
    recipient.end(new Date(), by.id);
    await this.work.save(recipient);
    this.audit.record(by, 'recipient.ended', id, {});
    return this.read(id);
  }

  async demandOne(id: string, field: string): Promise<void> {
    const unknown = await this.work.rows({ ...UNKNOWN, values: [[id]] });
    if (unknown.length > 0) throw invalid(`#/${field}`, 'is no registered recipient');
  }

  /** Everybody who is named is registered; the fault says which is not. */
  async demandEach(ids: string[], field: string): Promise<void> {
    if (ids.length === 0) return;
    const unknown = await this.work.rows<{ at: string }>({ ...UNKNOWN, values: [ids] });
    if (unknown.length > 0) throw invalidAll(unknown.map(({ at }) => ({ pointer: `#/${field}/${at}`, detail: 'is no registered recipient' })));
  }
}
