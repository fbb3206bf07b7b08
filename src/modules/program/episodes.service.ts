import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { invalid, notFound, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Assignments, Clients } from '../client/index.ts';
import { type Discharge, type EpisodePage, EpisodeView, type OpenEpisode, type StartStay, type StayView } from './episode.dto.ts';
import { ContactHolds } from './contact-holds.service.ts';
import { Episode } from './episode.entity.ts';
import { HandOffs } from './hand-offs.service.ts';
import { Leaves } from './leaves.service.ts';
import { Programs } from './programs.service.ts';
import { Stay } from './stay.entity.ts';

const isOpen = () => new Problem('conflict', 'episode-open', 'The client has an episode for that time already; discharge it first, or move within it');
onViolation('episodes_one_open', isOpen);
onViolation('stays_one_open', isOpen);

const STAY = `select id, client_id as "clientId", episode_id as "episodeId", program_code as "programCode", starts_at as "startsAt", ends_at as "endsAt", reason, version from app.stays`;

@Injectable()
export class Episodes {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly assignments: Assignments,
    private readonly programs: Programs,
    private readonly handOffs: HandOffs,
    private readonly leaves: Leaves,
    private readonly holds: ContactHolds,
  ) {}

  /** Opens the episode and its first stay. Who was here before comes back: the episode says which one came before it. */
  async open(by: Actor, clientId: string, { programCode, admittedAt, referralSource }: OpenEpisode): Promise<EpisodeView> {
    await this.clients.demand(clientId);
    await this.programs.read(programCode);
    const [before] = await this.work.rows<{ id: string }>({
      text: 'select id from app.episodes where client_id = $1 and discharged_at <= $2 order by discharged_at desc limit 1',
      values: [clientId, admittedAt],
    });
    const episode = Episode.admit(clientId, admittedAt, referralSource ?? null, before?.id ?? null, by.id);
    await this.work.insert(episode);
    await this.work.insert(Stay.of(clientId, episode.id, programCode, admittedAt, null, by.id));
    this.audit.record(by, 'episode.opened', episode.id, { clientId, program: programCode });
    return this.read(episode.id);
  }

  /** First episodes of clients who were registered in this same work. */
  async openForNewcomers(by: Pick<Actor, 'id' | 'role'>, wishes: (OpenEpisode & { clientId: string })[]): Promise<void> {
    const episodes = wishes.map(({ clientId, admittedAt, referralSource }) => Episode.admit(clientId, admittedAt, referralSource ?? null, null, by.id));
    await this.work.insert(...episodes);
    await this.work.insert(...episodes.map(({ clientId, id, admittedAt }, at) => Stay.of(clientId, id, wishes[at]!.programCode, admittedAt, null, by.id)));
    episodes.forEach(({ id, clientId }, at) => this.audit.record(by, 'episode.opened', id, { clientId, program: wishes[at]!.programCode }));
  }

  async list(clientId: string, query: PageQuery): Promise<EpisodePage> {
    await this.clients.demand(clientId);
    const rows = this.work
      .query(Episode, 'episode')
      .where('episode.clientId = :clientId', { clientId })
      .orderBy('episode.id', 'DESC')
      .limit(query.limit + 1);
    const after = startOf(query);
    if (after) rows.andWhere('episode.id < :after', { after });
    const { items, next } = pageOf(await rows.getMany(), query, ({ id }) => id);
    const stays = await this.stays(items.map(({ id }) => id));
    return {
      items: items.map((episode) =>
        EpisodeView.of(
          episode,
          stays.filter(({ episodeId }) => episodeId === episode.id),
        ),
      ),
      next,
    };
  }

  async read(id: string): Promise<EpisodeView> {
    const episode = await this.work.find(Episode, id);
    if (!episode) throw notFound();
    return EpisodeView.of(episode, await this.stays([id]));
  }

  /** Moves to another program: the present stay ends where the new one begins, and a hand-off opens. */
  async move(by: Actor, id: string, { programCode, at, reason }: StartStay): Promise<StayView> {
    const episode = await this.work.forChange(Episode, id);
    if (!episode) throw notFound();
    episode.demandOpen();
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    await this.programs.read(programCode);
    const before = await this.openStay(id);
    if (before?.programCode === programCode) throw new Problem('conflict', 'stay-in-this-program', 'The client is in this program already');
    if (before) {
      before.endAt(at);
      await this.leaves.endWith(by, before.id, at);
      await this.work.save(before);
    }
    const { clientId } = episode;
    const stay = Stay.of(clientId, id, programCode, at, reason, by.id);
    await this.work.insert(stay);
    if (before) await this.handOffs.open(by, before, stay);
    this.audit.record(by, 'stay.started', stay.id, { clientId, episodeId: id, program: programCode });
    return { id: stay.id, clientId, episodeId: id, programCode, startsAt: at, endsAt: null, reason, version: 1 };
  }

  async readStay(id: string): Promise<StayView> {
    const [stay] = await this.work.rows<StayView>({ text: `${STAY} where id = $1`, values: [id] });
    if (!stay) throw notFound();
    return stay;
  }

  /** Ends the stay, a leave from it, a hold and every assignment at that instant, and closes what waits to be handed off. */
  async discharge(by: Actor, id: string, version: number, { at, reason, note }: Discharge): Promise<EpisodeView> {
    const episode = await this.work.forChange(Episode, id, version);
    if (!episode) throw notFound();
    const stays = await this.stays([id]);
    const stay = await this.openStay(id);
    episode.discharge(at, reason, note ?? null, by.id);
    await this.assignments.endAll(by, episode.clientId, at, `discharged: ${reason}`);
    await this.work.save(episode);
    if (stay) {
      stay.endAt(at);
      await this.leaves.endWith(by, stay.id, at);
      await this.work.save(stay);
    }
    await this.holds.endWith(by, episode.clientId, at);
    await this.handOffs.closeOpen(by, id, at);
    this.audit.record(by, 'episode.discharged', id, { clientId: episode.clientId, reason });
    return EpisodeView.of(
      episode,
      stays.map((view) => (view.id === stay?.id ? { ...view, endsAt: at, version: stay.version } : view)),
    );
  }

  private async openStay(episodeId: string): Promise<Stay | null> {
    const [open] = await this.work.rows<{ id: string }>({ text: `select id from app.stays where episode_id = $1 and ends_at is null`, values: [episodeId] });
    return open ? this.work.forChange(Stay, open.id) : null;
  }

  private stays(episodeIds: string[]): Promise<StayView[]> {
    return this.work.rows<StayView>({ name: 'stays_of_episodes', text: `${STAY} where episode_id = any ($1) order by starts_at`, values: [episodeIds] });
  }
}
