import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { RecordWish, WishPage, WishRow, WishView } from './wish.dto.ts';
import { ClientWish, WishText } from './wish.entity.ts';

onViolation(
  'client_wishes_one',
  () => new Problem('conflict', 'wish-recorded-meanwhile', 'Somebody wrote down what the client wishes at the same moment; read it first'),
);

const ROW = `w.id, w.client_id as "clientId", w.pathways, w.languages, w.experiences, w.available_times as "availableTimes",
    w.preferred_specialist_id as "preferredSpecialistId", app.specialist_name(w.preferred_specialist_id) as "preferredName",
    w.starts_at as "startsAt", w.ends_at as "endsAt", w.recorded_by as "recordedBy", w.version`;
const LIST = {
  name: 'list_wishes',
  text: `select ${ROW} from app.client_wishes w where w.client_id = $1 and ($2::uuid is null or w.id < $2) order by w.id desc limit $3`,
};
const READ = {
  name: 'read_wish',
  text: `select ${ROW}, t.notes from app.client_wishes w left join app.client_wish_texts t on t.wish_id = w.id where w.id = $1`,
};

@Injectable()
export class Wishes {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
  ) {}

  /** The wish before is over at that instant and stays to be read; of two at the same moment the second is refused. */
  async record(by: Actor, clientId: string, { notes, ...wish }: RecordWish): Promise<WishView> {
    await this.clients.demand(clientId);
    const { preferredSpecialistId = null } = wish;
    const [before] = await Promise.all([this.inForce(clientId), this.demandWorking(preferredSpecialistId)]);
    const { pathways = [], languages = [], experiences = [], availableTimes = [] } = wish;
    const next = ClientWish.of(clientId, { pathways, languages, experiences, availableTimes, preferredSpecialistId }, by.id, before);
    if (before) {
      before.giveWayTo(next);
      await this.work.save(before);
    }
    await this.work.insert(next, ...(notes ? [WishText.of(next, notes)] : []));
    const fields = Object.keys({ ...wish, ...(notes && { notes }) });
    this.audit.record(by, 'wish.recorded', next.id, { clientId, fields, preferredSpecialistId });
    return this.read(next.id);
  }

  async list(clientId: string, query: PageQuery): Promise<WishPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<WishRow>({ ...LIST, values: [clientId, startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<WishView> {
    const [view] = await this.work.rows<WishView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  private async inForce(clientId: string): Promise<ClientWish | null> {
    const [open] = await this.work.rows<{ id: string }>({
      text: 'select id from app.client_wishes where client_id = $1 and ends_at is null',
      values: [clientId],
    });
    const wish = open ? await this.work.forChange(ClientWish, open.id) : null;
    // Somebody else has ended it meanwhile; his own will not let another one begin.
    return wish?.endsAt ? null : wish;
  }

  private async demandWorking(specialistId: string | null): Promise<void> {
    if (specialistId === null) return;
    const [named] = await this.work.rows<{ works: boolean }>({ text: 'select app.specialist_works($1) as works', values: [specialistId] });
    if (!named!.works) throw notFound();
  }
}
