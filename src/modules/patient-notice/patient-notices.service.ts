import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import { NoticeAcknowledgement } from './notice-acknowledgement.entity.ts';
import type { AddNoticeVersion, ClientWithoutNotice, ClientWithoutNoticePage, NoticeAcknowledgementPage, NoticeAcknowledgementView } from './notice.dto.ts';
import type { NoticeVersionPage, NoticeVersionRow, NoticeVersionView, RecordNoticeAcknowledgement } from './notice.dto.ts';
import { IN_FORCE, LIST, LIST_GIVEN, NEWEST, READ, READ_GIVEN, WITHOUT } from './notice.queries.ts';
import { NoticeVersion } from './notice-version.entity.ts';

onViolation('notice_versions_version_unique', () => new Problem('conflict', 'notice-added-meanwhile', 'Somebody added a version meanwhile; read it first'));

@Injectable()
export class PatientNotices {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async add(by: Actor, wish: AddNoticeVersion): Promise<NoticeVersionView> {
    const [newest] = await this.work.rows<NoticeVersion>({ ...NEWEST, values: [] });
    const notice = NoticeVersion.after(newest ?? null, wish, this.today(), by.id);
    await this.work.insert(notice);
    const { version, validFrom, contentHash } = notice;
    this.audit.record(by, 'notice-version.added', notice.id, { version, validFrom, contentHash: contentHash.toString('hex') });
    return this.read(notice.id);
  }

  async list(query: PageQuery): Promise<NoticeVersionPage> {
    return pageOf(await this.work.rows<NoticeVersionRow>({ ...LIST, values: [startOf(query), query.limit + 1] }), query, ({ id }) => id);
  }

  async read(id: string): Promise<NoticeVersionView> {
    const [view] = await this.work.rows<NoticeVersionView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async give(by: Actor, clientId: string, { givenOn = this.today(), words, ...how }: RecordNoticeAcknowledgement): Promise<NoticeAcknowledgementView> {
    await this.clients.demand(clientId);
    if (givenOn > this.today()) throw invalid('#/givenOn', 'lies in the future');
    const [notice] = await this.work.rows<{ id: string }>({ ...IN_FORCE, values: [givenOn] });
    if (!notice) throw new Problem('conflict', 'no-notice-yet', 'There was no notice to be given on that day', { givenOn });
    const given = NoticeAcknowledgement.of(clientId, notice.id, { ...how, givenOn, words: words ?? null }, by.id);
    await this.work.insert(given);
    this.audit.record(by, 'notice-acknowledgement.recorded', given.id, { clientId, noticeId: notice.id, outcome: given.outcome });
    return this.acknowledgement(given.id);
  }

  async given(clientId: string, query: PageQuery): Promise<NoticeAcknowledgementPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<NoticeAcknowledgementView>({ ...LIST_GIVEN, values: [clientId, startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async acknowledgement(id: string): Promise<NoticeAcknowledgementView> {
    const [view] = await this.work.rows<NoticeAcknowledgementView>({ ...READ_GIVEN, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** Whoever asks hears of those alone whom he may see. */
  async without(query: PageQuery): Promise<ClientWithoutNoticePage> {
    const rows = await this.work.rows<ClientWithoutNotice>({ ...WITHOUT, values: [this.today(), startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ clientId }) => clientId);
  }

  private today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }
}
