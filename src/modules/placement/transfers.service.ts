import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Assignments, Clients } from '../client/index.ts';
import type { AcceptTransfer, FindTransfers, RequestTransfer, TransferPage, TransferRow, TransferView } from './transfer.dto.ts';
import { askedByOthers, askedOfOthers, Transfer } from './transfer.entity.ts';

onViolation(
  'transfers_one_open',
  () => new Problem('conflict', 'transfer-open', 'Somebody is asked to take this client over already; wait for the answer, or withdraw it'),
);
onViolation(
  'transfers_overtaken',
  () => new Problem('conflict', 'transfer-overtaken', 'The assignment that was to be taken over has ended meanwhile; read the assignments'),
);

// As the entity says it of one.
const STATUS = `coalesce(t.outcome, case when t.expires_at <= now() then 'expired' else 'requested' end)`;
const ROW = `t.id, t.client_id as "clientId", app.client_code(t.client_id) as "clientCode", t.from_specialist_id as "fromPeerSpecialistId",
    app.specialist_name(t.from_specialist_id) as "fromName", t.to_specialist_id as "toPeerSpecialistId", app.specialist_name(t.to_specialist_id) as "toName",
    ${STATUS} as status, t.earlier_notes_shown as "earlierNotesShown",
    t.requested_by as "requestedBy", t.requested_at as "requestedAt", t.expires_at as "expiresAt", t.closed_at as "closedAt", t.closed_by as "closedBy",
    t.started_assignment_id as "assignmentId", t.version`;
const LIST = {
  name: 'list_transfers',
  text: `select ${ROW} from app.transfers t where ($1::uuid is null or t.id < $1) and ($2::uuid is null or t.client_id = $2)
    and ($3::text is null or ${STATUS} = $3) order by t.id desc limit $4`,
};
const READ = {
  name: 'read_transfer',
  text: `select ${ROW}, w.reason, w.hand_off as "handOff", w.answer from app.transfers t left join app.transfer_texts w on w.transfer_id = t.id where t.id = $1`,
};

@Injectable()
export class Transfers {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly assignments: Assignments,
  ) {}

  /** Asks another specialist to become the client's primary; nothing changes until somebody on that side accepts. */
  async request(by: Actor, clientId: string, { toPeerSpecialistId, reason, handOff, earlierNotesShown = true }: RequestTransfer): Promise<TransferView> {
    await this.clients.demand(clientId);
    const [[primary], [asked]] = await Promise.all([
      this.work.rows<{ id: string; peerSpecialistId: string }>({
        text: `select id, peer_specialist_id as "peerSpecialistId" from app.assignments where client_id = $1 and role = 'primary' and starts_at <= now() and ends_at is null`,
        values: [clientId],
      }),
      this.work.rows<{ works: boolean }>({ text: 'select app.specialist_works($1) as works', values: [toPeerSpecialistId] }),
    ]);
    if (!asked!.works) throw notFound();
    if (!primary) throw new Problem('conflict', 'transfer-of-nobodys', 'Nobody is the client’s primary specialist to take over from; assign one');
    const from = { assignmentId: primary.id, fromSpecialistId: primary.peerSpecialistId };
    const transfer = Transfer.request({ clientId, ...from, toSpecialistId: toPeerSpecialistId, earlierNotesShown, requestedBy: by.id });
    await this.work.insert(transfer);
    await this.work.rows({
      text: `insert into app.transfer_texts (transfer_id, client_id, reason, hand_off) values ($1, $2, $3, $4)`,
      values: [transfer.id, clientId, reason, handOff],
    });
    this.audit.record(by, 'transfer.requested', transfer.id, { clientId, toSpecialistId: toPeerSpecialistId });
    return this.read(transfer.id);
  }

  async list(query: FindTransfers): Promise<TransferPage> {
    const rows = await this.work.rows<TransferRow>({ ...LIST, values: [startOf(query), query.clientId ?? null, query.status ?? null, query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<TransferView> {
    const [view] = await this.work.rows<TransferView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** The assignment before ends and the new one begins at one instant. */
  async accept(by: Actor, id: string, version: number, { overrideReason }: AcceptTransfer): Promise<TransferView> {
    const transfer = await this.answered(by, id, version);
    const { clientId, toSpecialistId, fromSpecialistId, assignmentId } = transfer;
    // Whoever is asked says whether he will; whether he may take on more than his caseload allows is not his to say.
    const reason = by.role === 'peer-specialist' ? null : (overrideReason ?? null);
    const at = new Date();
    const { overCapacity, overridden } = await this.assignments.demandRoom(clientId, toSpecialistId, 'primary', at, reason);
    const started = uuid();
    await this.work.rows({ text: 'select app.accept_transfer($1, $2, $3, $4)', values: [id, started, at, overridden] });
    this.audit.record(by, 'assignment.ended', assignmentId, { clientId, peerSpecialistId: fromSpecialistId, role: 'primary' });
    this.audit.record(by, 'assignment.started', started, { clientId, peerSpecialistId: toSpecialistId, role: 'primary', overCapacity });
    this.audit.record(by, 'transfer.accepted', id, { clientId, assignmentId: started });
    return this.read(id);
  }

  async decline(by: Actor, id: string, version: number, reason: string): Promise<TransferView> {
    const transfer = await this.answered(by, id, version);
    transfer.decline(by.id);
    return this.close(by, transfer, reason);
  }

  async withdraw(by: Actor, id: string, version: number, reason: string): Promise<TransferView> {
    await this.read(id);
    const transfer = await this.work.forChange(Transfer, id, version);
    if (!transfer) throw askedByOthers();
    transfer.withdraw(by.id);
    return this.close(by, transfer, reason);
  }

  /** Locked, and with an answer awaited from this very side. */
  private async answered(by: Actor, id: string, version: number): Promise<Transfer> {
    await this.read(id);
    const transfer = await this.work.forChange(Transfer, id, version);
    const [asked] = await this.work.rows<{ isTheirs: boolean }>({
      text: `select t.to_specialist_id = any (app.my_specialists()) as "isTheirs" from app.transfers t where t.id = $1`,
      values: [id],
    });
    if (!transfer) throw askedOfOthers();
    transfer.demandAnswerBy(by.id, by.role === 'program-manager' || asked!.isTheirs);
    return transfer;
  }

  private async close(by: Actor, transfer: Transfer, answer: string): Promise<TransferView> {
    await this.work.save(transfer);
    await this.work.rows({ text: `update app.transfer_texts set answer = $2 where transfer_id = $1`, values: [transfer.id, answer] });
    this.audit.record(by, transfer.outcome === 'declined' ? 'transfer.declined' : 'transfer.withdrawn', transfer.id, { clientId: transfer.clientId });
    return this.read(transfer.id);
  }
}
