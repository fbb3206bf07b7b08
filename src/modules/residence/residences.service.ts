import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import type { ChangeResidence, OpenResidence, ResidencePage, ResidenceView } from './residence.dto.ts';
import { Residence } from './residence.entity.ts';

onViolation('residences_name_unique', () => new Problem('conflict', 'residence-exists', 'There is an open residence of this name; choose another name'));

const VIEW = `select id, name, narr_level as "narrLevel", opened_on as "openedOn", closed_on as "closedOn", version from app.residences`;

/** Somebody who had a bed, or for whom one is kept, on a day on which the residence is not open; whoever asks, and whomever he may see. */
const USED_WHILE_CLOSED = `
  select from app.bed_figures($1, '-infinity', $2::timestamp at time zone $4, $4) before where before.occupied_seconds > 0
  union all
  select from app.bed_figures($1, $3::timestamp at time zone $4, greatest(now(), $3::timestamp at time zone $4), $4) since
   where $3::date is not null and since.occupied_seconds > 0
  union all
  select from app.bed_states($1, now()) where $3::date is not null and state in ('occupied', 'reserved') limit 1`;

@Injectable()
export class Residences {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
  ) {}

  async open(by: Actor, { name, narrLevel, openedOn }: OpenResidence): Promise<ResidenceView> {
    const residence = Residence.of({ name, narrLevel, openedOn }, by.id);
    await this.work.insert(residence);
    this.audit.record(by, 'residence.opened', residence.id, { narrLevel });
    return this.read(residence.id);
  }

  async list(query: PageQuery): Promise<ResidencePage> {
    const rows = await this.work.rows<ResidenceView>({
      name: 'list_residences',
      text: `${VIEW} where ($1::uuid is null or id < $1) order by id desc limit $2`,
      values: [startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ResidenceView> {
    const [view] = await this.work.rows<ResidenceView>({ name: 'read_residence', text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async change(by: Actor, id: string, version: number, wish: ChangeResidence): Promise<ResidenceView> {
    const residence = await this.work.forChange(Residence, id, version);
    if (!residence) throw notFound();
    residence.change(wish, this.dayOf(new Date()));
    const { openedOn, closedOn } = residence;
    const used = await this.work.rows({ text: USED_WHILE_CLOSED, values: [id, openedOn, closedOn, this.env.SITE_TIME_ZONE] });
    if (used.length > 0)
      throw new Problem(
        'conflict',
        'residence-occupied',
        'Somebody has or had a bed there then, or is to have one; end the occupancies and reservations first',
      );
    await this.work.save(residence);
    this.audit.record(by, 'residence.changed', id, { fields: Object.keys(wish) });
    return this.read(id);
  }

  /** Keeps it from being closed until the commit. */
  async demandOpen(id: string, at: Date): Promise<void> {
    await this.work.rows({ text: 'select from app.residences where id = $1 for share', values: [id] });
    const residence = await this.work.find(Residence, id);
    if (!residence) throw notFound();
    residence.demandOpenOn(this.dayOf(at));
  }

  private dayOf(at: Date): string {
    return serviceDay(at, this.env.SITE_TIME_ZONE);
  }
}
