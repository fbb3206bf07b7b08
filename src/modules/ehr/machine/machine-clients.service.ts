import { Injectable } from '@nestjs/common';
import { Env } from '../../../config/env.ts';
import type { Actor } from '../../../platform/access/actor.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { type PageQuery, pageOf, startOf } from '../../../platform/http/page.ts';
import { invalid, notFound } from '../../../platform/problem.ts';
import { AuditTrail } from '../../audit/index.ts';
import { faultOfKeyAddress } from './key-address.ts';
import type { ChangeMachine, MachineClientPage, MachineClientView, RegisterMachine } from './machine-client.dto.ts';
import { MachineClient } from './machine-client.entity.ts';

const MACHINE = `select m.id, m.name, m.recipient_id as "recipientId", r.name as "recipientName", m.purpose, m.scopes,
    coalesce((select jsonb_agg(jsonb_build_object('kid', k.key ->> 'kid', 'kty', k.key ->> 'kty') order by k.at)
                from jsonb_array_elements(m.jwks -> 'keys') with ordinality as k (key, at)), '[]') as keys,
    m.jwks_url as "jwksUrl", m.created_at as "createdAt", m.disabled_at as "disabledAt", m.version
  from app.machine_clients m left join app.recipients r on r.id = m.recipient_id`;
const READ = { name: 'read_machine_client', text: `${MACHINE} where m.id = $1` };
const LIST = { name: 'list_machine_clients', text: `${MACHINE} where ($1::uuid is null or m.id < $1) order by m.id desc limit $2` };
const RECIPIENT = { name: 'recipient_of_machine', text: `select ended_at as "endedAt" from app.recipients where id = $1` };
const REVOKE = { name: 'revoke_tokens_of_machine', text: `select app.revoke_tokens_of_machine($1) as revoked` };

/** Which machines may read by FHIR, on whose behalf and how they are known: for administrators. */
@Injectable()
export class MachineClients {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
  ) {}

  async register(by: Actor, wish: RegisterMachine): Promise<MachineClientView> {
    const machine = MachineClient.of(wish, by.id);
    this.demandAddress(wish.jwksUrl);
    await this.demandRecipient(wish.recipientId);
    await this.work.insert(machine);
    this.audit.record(by, 'machine-client.registered', machine.id, { recipientId: machine.recipientId, purpose: machine.purpose, scopes: machine.scopes });
    return this.read(machine.id);
  }

  async list(query: PageQuery): Promise<MachineClientPage> {
    const rows = await this.work.rows<MachineClientView>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<MachineClientView> {
    const [view] = await this.work.rows<MachineClientView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** What it may read, and how it is known, holds from now on: the tokens from before end. */
  async change(by: Actor, id: string, version: number, wish: ChangeMachine): Promise<MachineClientView> {
    const machine = await this.forChange(id, version);
    this.demandAddress(wish.jwksUrl);
    const { endsTokens } = machine.change(wish);
    await this.work.save(machine);
    const tokens = endsTokens ? await this.revokeTokens(id) : 0;
    this.audit.record(by, 'machine-client.changed', id, { fields: Object.keys(wish), tokens });
    return this.read(id);
  }

  async disable(by: Actor, id: string, version: number): Promise<MachineClientView> {
    const machine = await this.forChange(id, version);
    machine.disable(by.id);
    await this.work.save(machine);
    this.audit.record(by, 'machine-client.disabled', id, { tokens: await this.revokeTokens(id) });
    return this.read(id);
  }

  /** It asks for a new token; what it had before stays ended. */
  async enable(by: Actor, id: string, version: number): Promise<MachineClientView> {
    const machine = await this.forChange(id, version);
    machine.enable();
    await this.work.save(machine);
    this.audit.record(by, 'machine-client.enabled', id, {});
    return this.read(id);
  }

  private async forChange(id: string, version: number): Promise<MachineClient> {
    const machine = await this.work.forChange(MachineClient, id, version);
    if (!machine) throw notFound();
    return machine;
  }

  private async revokeTokens(id: string): Promise<number> {
    const [{ revoked }] = (await this.work.rows<{ revoked: number }>({ ...REVOKE, values: [id] })) as [{ revoked: number }];
    return revoked;
  }

  private async demandRecipient(id: string): Promise<void> {
    const [recipient] = await this.work.rows<{ endedAt: Date | null }>({ ...RECIPIENT, values: [id] });
    if (!recipient) throw invalid('#/recipientId', 'is no registered organisation that the center discloses to');
    if (recipient.endedAt) throw invalid('#/recipientId', 'is a recipient to whom nothing is disclosed any more');
  }

  private demandAddress(jwksUrl: string | undefined): void {
    const fault = jwksUrl === undefined ? null : faultOfKeyAddress(jwksUrl, this.env);
    if (fault) throw invalid('#/jwksUrl', fault);
  }
}
