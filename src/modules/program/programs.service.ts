import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem, stale } from '../../platform/problem.ts';
import { SuitableAccounts } from '../account/index.ts';
import { AuditTrail } from '../audit/index.ts';
import { ContactPolicies } from './contact-policies.service.ts';
import { ProgramLead } from './program-lead.entity.ts';
import type { ChangeProgram, EndProgramLead, NameProgramLead, ProgramLeadPage, ProgramLeadView, ProgramPage, ProgramView } from './program.dto.ts';

onViolation('program_leads_once', () => new Problem('conflict', 'program-lead-exists', 'This supervisor leads the program at that time already'));

const LEAD = `select l.id, l.program_code as "programCode", l.supervisor_id as "supervisorId", a.name as "supervisorName", l.starts_at as "startsAt", l.ends_at as "endsAt", l.version
  from app.program_leads l join app.accounts a on a.id = l.supervisor_id`;
/** $1: today. */
const PROGRAM = `select p.code, p.name, held.phase_intervals[1] as "contactIntervalDays", p.cosignature_required as "cosignatureRequired", p.version
  from app.programs p cross join lateral (select k.phase_intervals from app.contact_policies k where k.program_code = p.code and k.valid_from <= $1 order by k.version desc limit 1) held`;

@Injectable()
export class Programs {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly suitable: SuitableAccounts,
    private readonly policies: ContactPolicies,
  ) {}

  async list(query: PageQuery): Promise<ProgramPage> {
    const rows = await this.work.rows<ProgramView & { id: string }>({
      text: `select p.*, md5(code)::uuid as id from (${PROGRAM}) p where $2::uuid is null or md5(code)::uuid < $2 order by id desc limit $3`,
      values: [this.policies.today(), startOf(query), query.limit + 1],
    });
    const { items, next } = pageOf(rows, query, ({ id }) => id);
    return { items: items.map(({ id: _, ...program }) => program), next };
  }

  async read(code: string): Promise<ProgramView> {
    const [program] = await this.work.rows<ProgramView>({ name: 'read_program', text: `${PROGRAM} where p.code = $2`, values: [this.policies.today(), code] });
    if (!program) throw notFound();
    return program;
  }

  async change(by: Actor, code: string, version: number, wish: ChangeProgram): Promise<ProgramView> {
    const program = await this.policies.lockProgram(code);
    if (program.version !== version) throw stale(program.version);
    program.change(wish);
    if (wish.contactIntervalDays !== undefined) await this.policies.addInterval(by, code, wish.contactIntervalDays);
    const { name, contactIntervalDays, cosignatureRequired } = program;
    await this.work.rows({
      text: `update app.programs set name = $2, contact_interval_days = $3, cosignature_required = $4, version = version + 1 where code = $1`,
      values: [code, name, contactIntervalDays, cosignatureRequired],
    });
    this.audit.record(by, 'program.changed', null, { program: code, fields: Object.keys(wish) });
    return this.read(code);
  }

  async nameLead(by: Actor, code: string, { supervisorId, from = new Date() }: NameProgramLead): Promise<ProgramLeadView> {
    await this.read(code);
    await this.suitable.demand(supervisorId, { role: 'supervisor', title: 'Only an enabled account with the role supervisor leads a program' });
    const lead = ProgramLead.of(code, supervisorId, from, by.id);
    await this.work.insert(lead);
    this.audit.record(by, 'program-lead.named', lead.id, { program: code, supervisorId });
    return this.readLead(lead.id);
  }

  async leads(code: string, query: PageQuery): Promise<ProgramLeadPage> {
    await this.read(code);
    const rows = await this.work.rows<ProgramLeadView>({
      text: `${LEAD} where l.program_code = $1 and ($2::uuid is null or l.id < $2) order by l.id desc limit $3`,
      values: [code, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async readLead(id: string): Promise<ProgramLeadView> {
    const [lead] = await this.work.rows<ProgramLeadView>({ text: `${LEAD} where l.id = $1`, values: [id] });
    if (!lead) throw notFound();
    return lead;
  }

  async endLead(by: Actor, id: string, version: number, { at = new Date() }: EndProgramLead): Promise<ProgramLeadView> {
    const lead = await this.work.forChange(ProgramLead, id, version);
    if (!lead) throw notFound();
    lead.end(at, by.id);
    await this.work.save(lead);
    this.audit.record(by, 'program-lead.ended', id, { program: lead.programCode, supervisorId: lead.supervisorId });
    return this.readLead(id);
  }
}
