import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import type {
  CaseloadClient,
  CaseloadPage,
  CaseloadReport,
  ClientFigures,
  ClientFiguresPage,
  ClientReportQuery,
  FindCaseload,
  ReportQuery,
  ReportScope,
} from './caseload-report.dto.ts';
import { type CountedRow, figures, specialistFigures } from './figures.ts';
import { CASELOAD_VIEW, CLIENT_ROWS, SPECIALIST_ROWS } from './report.queries.ts';

/** Whoever is signed in, or a job in somebody's name. */
type Asking = Pick<Actor, 'id' | 'role'>;

const SEES_ALL = ['program-manager', 'privacy-officer'];

/**
 * Under row security the planner takes the notes of a client for a single row, which it would fetch and sort rather than take
 * the last one off the index that has it first: of a client there are hundreds.
 */
const WALK_INDEXES = { name: 'walk_indexes', text: `select set_config('enable_bitmapscan', 'off', true)` };

@Injectable()
export class CaseloadReports {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async caseload(by: Asking, query: ReportQuery): Promise<CaseloadReport> {
    const asked = await this.asked(by, query);
    const rows = await this.counted<CountedRow>({ ...SPECIALIST_ROWS, values: asked.values });
    const specialists = rows.filter(({ peerSpecialistId }) => peerSpecialistId !== null).map(specialistFigures);
    const totals = figures(rows.find(({ peerSpecialistId }) => peerSpecialistId === null)!);
    return { asOf: asked.asOf, windowDays: query.windowDays, generatedAt: this.clock.now(), scope: asked.scope, specialists, totals };
  }

  async clients(by: Asking, query: ClientReportQuery): Promise<ClientFiguresPage> {
    const { values } = await this.asked(by, query);
    const rows = await this.counted<ClientFigures>({ ...CLIENT_ROWS, values: [...values, startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ clientId }) => clientId);
  }

  /** All of them, for a file. */
  async allClients(by: Asking, query: ReportQuery): Promise<{ asOf: string; rows: ClientFigures[] }> {
    const { asOf, values } = await this.asked(by, query);
    const rows = await this.counted<ClientFigures>({ ...CLIENT_ROWS, values: [...values, null, null] });
    this.work.saw(...rows.map(({ clientId }) => clientId));
    return { asOf, rows };
  }

  async caseloadOf(specialistId: string, query: FindCaseload): Promise<CaseloadPage> {
    const today = this.today();
    const { asOf = today } = query;
    if (asOf > today) throw invalid('#/asOf', 'lies in the future');
    const values = [asOf, 1, this.env.SITE_TIME_ZONE, specialistId, startOf(query), query.limit + 1];
    const [rows] = await Promise.all([this.counted<CaseloadClient>({ ...CASELOAD_VIEW, values }), this.demandSpecialist(specialistId)]);
    return pageOf(rows, query, ({ id }) => id);
  }

  private async asked(by: Asking, { asOf = this.today(), windowDays, supervisorId, peerSpecialistId, program }: ReportQuery) {
    if (asOf > this.today()) throw invalid('#/asOf', 'lies in the future');
    await Promise.all([
      peerSpecialistId && this.demandSpecialist(peerSpecialistId),
      supervisorId && this.demandSupervisor(by, supervisorId),
      program && this.demandProgram(program),
    ]);
    const filters = { supervisorId: supervisorId ?? null, peerSpecialistId: peerSpecialistId ?? null, program: program ?? null };
    const scope: ReportScope = { permissionFiltered: !SEES_ALL.includes(by.role), ...filters };
    return { asOf, scope, values: [asOf, windowDays, this.env.SITE_TIME_ZONE, ...Object.values(filters)] };
  }

  /** Rows of what is counted, each client's last contact found by its index. */
  private async counted<Row>(statement: { name: string; text: string; values: unknown[] }): Promise<Row[]> {
    const [, rows] = await Promise.all([this.work.rows(WALK_INDEXES), this.work.rows<Row>(statement)]);
    return rows;
  }

  private async demandSpecialist(id: string): Promise<void> {
    const found = await this.work.rows({ name: 'demand_specialist', text: 'select from app.peer_specialists where id = $1', values: [id] });
    if (found.length === 0) throw notFound();
  }

  /** Oneself, whoever supervises somebody in sight, and for those who see the whole center every supervisor. */
  private async demandSupervisor(by: Asking, id: string): Promise<void> {
    const found = await this.work.rows({
      text: `select from app.accounts where id = $1 and role = 'supervisor' and (id = $2 or $3 or exists (select from app.supervisions where supervisor_id = $1))`,
      values: [id, by.id, SEES_ALL.includes(by.role)],
    });
    if (found.length === 0) throw notFound();
  }

  private async demandProgram(code: string): Promise<void> {
    const found = await this.work.rows({ text: 'select from app.programs where code = $1', values: [code] });
    if (found.length === 0) throw invalid('#/program', 'is not one of our programs');
  }

  private today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }
}
