import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import { GroupMember } from './group-member.entity.ts';
import type {
  AddGroupMember,
  ChangeGroupSeries,
  EndGroupMember,
  EndGroupSeries,
  GroupMemberPage,
  GroupMemberView,
  GroupSeriesPage,
  GroupSeriesView,
  OpenGroupSeries,
} from './group-series.dto.ts';
import { GroupSeries, seriesOver } from './group-series.entity.ts';
import { LEAVE_ALL, LIST_MEMBERS, LIST_SERIES, READ_MEMBER, READ_SERIES } from './group-session.queries.ts';

onViolation('group_series_over', seriesOver);
onViolation('group_series_full', () => new Problem('conflict', 'group-full', 'Every place of this group is taken'));
onViolation('group_series_closed', () => new Problem('conflict', 'group-closed', 'This group is a closed one and has begun; it takes nobody any more'));
onViolation('group_members_once', () => new Problem('conflict', 'group-member-exists', 'This client is in the group at that time already'));

/** The groups of the center, and who sits in them. */
@Injectable()
export class AllGroupSeries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
  ) {}

  async open(by: Actor, { from = new Date(), coLeaderId = null, ...wish }: OpenGroupSeries): Promise<GroupSeriesView> {
    await this.demandSpecialists(wish.leaderId, coLeaderId);
    const series = GroupSeries.open({ ...wish, coLeaderId }, from, by.id);
    await this.work.insert(series);
    this.audit.record(by, 'group-series.opened', series.id, { leaderId: wish.leaderId, coLeaderId });
    return this.read(series.id);
  }

  async list(query: PageQuery): Promise<GroupSeriesPage> {
    return pageOf(await this.work.rows<GroupSeriesView>({ ...LIST_SERIES, values: [startOf(query), query.limit + 1] }), query, ({ id }) => id);
  }

  async read(id: string): Promise<GroupSeriesView> {
    const [series] = await this.work.rows<GroupSeriesView>({ ...READ_SERIES, values: [id] });
    if (!series) throw notFound();
    return series;
  }

  async change(by: Actor, id: string, version: number, wish: ChangeGroupSeries): Promise<GroupSeriesView> {
    const series = await this.forChange(id, version);
    series.demandOpen();
    await this.demandSpecialists(wish.leaderId, wish.coLeaderId);
    series.change(wish);
    await this.work.save(series);
    this.audit.record(by, 'group-series.changed', id, { fields: Object.keys(wish) });
    return this.read(id);
  }

  /** Nobody is in a group that meets no more. */
  async end(by: Actor, id: string, version: number, { at = new Date() }: EndGroupSeries): Promise<GroupSeriesView> {
    const series = await this.forChange(id, version);
    series.end(at);
    await this.work.save(series);
    const left = await this.work.rows<{ clientId: string }>({ ...LEAVE_ALL, values: [id, at, 'The series ended', by.id] });
    this.audit.record(by, 'group-series.ended', id, { clientIds: left.map(({ clientId }) => clientId) });
    return this.read(id);
  }

  /** Whoever may see a client may find him a place; the roster he joins stays its leader's. */
  async add(by: Actor, seriesId: string, { clientId, from }: AddGroupMember): Promise<GroupMemberView> {
    const series = await this.work.find(GroupSeries, seriesId);
    if (!series) throw notFound();
    await this.clients.demand(clientId);
    const member = GroupMember.join(series, clientId, from ?? null, by.id);
    await this.work.insert(member);
    this.audit.record(by, 'group-member.added', member.id, { clientId, seriesId });
    return this.member(member.id);
  }

  async members(seriesId: string, query: PageQuery): Promise<GroupMemberPage> {
    await this.read(seriesId);
    const values = [seriesId, startOf(query), query.limit + 1];
    return pageOf(await this.work.rows<GroupMemberView>({ ...LIST_MEMBERS, values }), query, ({ id }) => id);
  }

  async member(id: string): Promise<GroupMemberView> {
    const [member] = await this.work.rows<GroupMemberView>({ ...READ_MEMBER, values: [id] });
    if (!member) throw notFound();
    return member;
  }

  async endMember(by: Actor, id: string, version: number, { at, reason }: EndGroupMember): Promise<GroupMemberView> {
    const member = await this.work.forChange(GroupMember, id, version);
    if (!member) throw notFound();
    member.leave(at, reason, by.id);
    await this.work.save(member);
    this.audit.record(by, 'group-member.ended', id, { clientId: member.clientId, seriesId: member.seriesId });
    return this.member(id);
  }

  /** Known to everybody, and locked by those alone who lead it or supervise who does. */
  async forChange(id: string, version?: number): Promise<GroupSeries> {
    const series = await this.work.forChange(GroupSeries, id, version);
    if (!series) throw notFound();
    return series;
  }

  /** Nobody puts a group into the hands of those whom he does not answer for. */
  private async demandSpecialists(...named: (string | null | undefined)[]): Promise<void> {
    const ids = [...new Set(named.filter((id) => typeof id === 'string'))];
    const found = await this.work.rows<{ isDisabled: boolean }>({
      name: 'leaders_of_group',
      text: `select a.disabled_at is not null or a.role <> 'peer-specialist' as "isDisabled" from app.peer_specialists p join app.accounts a on a.id = p.account_id where p.id = any ($1::uuid[])`,
      values: [ids],
    });
    if (found.length < ids.length) throw notFound();
    if (found.some(({ isDisabled }) => isDisabled))
      throw new Problem('conflict', 'specialist-disabled', 'This specialist does not work as one any more; choose another');
  }
}
