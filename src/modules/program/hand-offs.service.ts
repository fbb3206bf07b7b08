import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { momentPageOf, startOfMoment } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { ConfirmFirstContact, FindHandOffs, HandOffPage, HandOffRow, HandOffView, StateHandOff } from './hand-off.dto.ts';
import { HandOff } from './hand-off.entity.ts';
import type { Stay } from './stay.entity.ts';

const STATUS = `case when h.closed_at is not null then 'closed' when h.first_contact_at > h.due_at then 'confirmed-late' when h.first_contact_at is not null then 'confirmed'
    when h.due_at <= now() then 'broken' else 'open' end`;
const ROW = `h.id, h.client_id as "clientId", c.code as "clientCode", h.episode_id as "episodeId", before.program_code as "fromProgram", after.program_code as "toProgram",
    ${STATUS} as status, h.opened_at as "openedAt", h.due_at as "dueAt", h.stated_at as "statedAt", h.stated_by as "statedBy", h.next_meeting_at as "nextMeetingAt",
    h.first_contact_at as "firstContactAt", h.first_contact_how as "firstContactHow", h.confirmed_by as "confirmedBy", h.version`;
const FROM = `app.hand_offs h join app.clients c on c.id = h.client_id join app.stays before on before.id = h.from_stay_id join app.stays after on after.id = h.to_stay_id`;
const LIST = {
  name: 'list_hand_offs',
  text: `select ${ROW} from ${FROM} where ($1::timestamptz is null or (h.due_at, h.id) > ($1, $2)) and ($3::uuid is null or h.client_id = $3)
    and ($4::text is null or ${STATUS} = $4) order by h.due_at, h.id limit $5`,
};
const READ = {
  name: 'read_hand_off',
  text: `select ${ROW}, t.triggers, t.what_helps as "whatHelps", t.safe_contact as "safeContact", t.support_group as "supportGroup"
    from ${FROM} left join app.hand_off_texts t on t.hand_off_id = h.id where h.id = $1`,
};

@Injectable()
export class HandOffs {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** With the move itself. Whatever was still open from the move before is nobody's to confirm any more. */
  async open(by: Actor, from: Stay, to: Stay): Promise<void> {
    await this.closeOpen(by, to.episodeId, to.startsAt);
    const handOff = HandOff.open(to.clientId, to.episodeId, from.id, to.id, to.startsAt);
    await this.work.insert(handOff);
    await this.work.rows({ text: 'insert into app.hand_off_texts (hand_off_id, client_id) values ($1, $2)', values: [handOff.id, to.clientId] });
    this.audit.record(by, 'hand-off.opened', handOff.id, { clientId: to.clientId, episodeId: to.episodeId });
  }

  async closeOpen(by: Actor, episodeId: string, at: Date): Promise<void> {
    const open = await this.work.rows<{ id: string }>({
      text: `select id from app.hand_offs where episode_id = $1 and confirmed_at is null and closed_at is null order by id`,
      values: [episodeId],
    });
    for (const { id } of open) {
      const handOff = await this.work.forChange(HandOff, id);
      if (!handOff || handOff.confirmedAt || handOff.closedAt) continue;
      handOff.close(at);
      await this.work.save(handOff);
      this.audit.record(by, 'hand-off.closed', id, { clientId: handOff.clientId });
    }
  }

  /** In the order in which the first contact is or was due, so that the broken ones come first among those that wait. */
  async list(query: FindHandOffs): Promise<HandOffPage> {
    const after = startOfMoment(query);
    const values = [after?.at ?? null, after?.id ?? null, query.clientId ?? null, query.status ?? null, query.limit + 1];
    return momentPageOf(await this.work.rows<HandOffRow>({ ...LIST, values }), query, ({ dueAt, id }) => ({ at: dueAt, id }));
  }

  async read(id: string): Promise<HandOffView> {
    const [view] = await this.work.rows<HandOffView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async state(by: Actor, id: string, version: number, wish: StateHandOff): Promise<HandOffView> {
    const handOff = await this.locked(id, version);
    handOff.state(wish.nextMeetingAt ?? null, by.id);
    await this.work.save(handOff);
    await this.work.rows({
      text: 'update app.hand_off_texts set triggers = $2, what_helps = $3, safe_contact = $4, support_group = $5 where hand_off_id = $1',
      values: [id, wish.triggers, wish.whatHelps, wish.safeContact, wish.supportGroup ?? null],
    });
    this.audit.record(by, 'hand-off.stated', id, { clientId: handOff.clientId, fields: Object.keys(wish) });
    return this.read(id);
  }

  async confirm(by: Actor, id: string, version: number, { firstContactAt, how }: ConfirmFirstContact): Promise<HandOffView> {
    const handOff = await this.locked(id, version);
    handOff.confirm(firstContactAt, how, by.id);
    await this.work.save(handOff);
    this.audit.record(by, 'hand-off.confirmed', id, { clientId: handOff.clientId, how });
    return this.read(id);
  }

  private async locked(id: string, version: number): Promise<HandOff> {
    const handOff = await this.work.forChange(HandOff, id, version);
    if (!handOff) throw notFound();
    return handOff;
  }
}
