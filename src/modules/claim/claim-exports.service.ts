import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { type Claimed, Disclosures } from '../disclosure/index.ts';
import type { ClaimExportPage, ClaimExportView, ExportClaims } from './claim-line.dto.ts';
import { ClaimExport, ClaimLine } from './claim-line.entity.ts';
import type { NamedLine } from './claim-line.ts';
import { ClaimLines } from './claim-lines.service.ts';
import { Payments, reliedOn, wayOf, type Ways } from './payments.service.ts';

const exportedAlready = () => new Problem('conflict', 'claims-exported-already', 'Somebody has exported some of these lines meanwhile; look at what is left');
for (const constraint of ['claim_lines_one_original', 'claim_lines_corrected_once']) onViolation(constraint, exportedAlready);

const VIEW = `select id, from_on as "from", to_on as "to", lines, units, exported_by as "exportedBy", created_at as "createdAt" from app.claim_exports`;
const BATCH = 1_000;

/** Hands lines to the billing office, each of them once. */
@Injectable()
export class ClaimExports {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly lines: ClaimLines,
    private readonly payments: Payments,
    private readonly disclosures: Disclosures,
  ) {}

  async export(by: Actor, wish: ExportClaims): Promise<ClaimExportView> {
    const days = this.lines.daysOf(wish);
    // Of two at once the second finds what the first has left: its next statement looks after the first one's commit.
    await this.work.rows({ text: `select pg_advisory_xact_lock(hashtextextended('claim export', 14))`, values: [] });
    const { lines: pending, ways } = await this.payments.held(await this.lines.pending(days));
    if (pending.length === 0) throw new Problem('conflict', 'nothing-to-export', 'There is no line of these days that is ready and not exported yet');
    const made = ClaimExport.of(days.from, days.to, pending, by.id, this.clock.now());
    await this.work.insert(made);
    const lines = pending.map((line) => ClaimLine.of(made.id, { ...line, ...reliedOn(ways, line) }));
    for (let from = 0; from < lines.length; from += BATCH) await this.work.insert(...lines.slice(from, from + BATCH));
    const told = toldBy(lines, pending, ways);
    await this.disclosures.claimed(by, told, { id: made.id, ...days, at: made.createdAt });
    this.work.saw(...pending.map(({ clientId }) => clientId));
    this.audit.record(by, 'claim-export.made', made.id, { from: days.from, to: days.to, lines: made.lines, units: made.units, disclosures: told.length });
    return this.read(made.id);
  }

  async list(query: PageQuery): Promise<ClaimExportPage> {
    const rows = await this.work.rows<ClaimExportView>({
      text: `${VIEW} where $1::uuid is null or id < $1 order by id desc limit $2`,
      values: [startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ClaimExportView> {
    const [view] = await this.work.rows<ClaimExportView>({ text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }
}

const WHY_BY_CLASS = 'Pays for the client by the coverage on file';
/** What of a line says something of a client. */
const FIELDS = ['code', 'modifiers', 'serviceOn', 'startedAt', 'endedAt', 'minutes', 'units', 'specialistName', 'credential', 'corrects'];

/** What each payer hears of each client by these lines; they come in the same order as what they were made of. */
function toldBy(lines: ClaimLine[], pending: NamedLine[], ways: Ways): Claimed[] {
  const told = new Map<string, Claimed>();
  for (const [at, line] of pending.entries()) {
    const { recipientId, grounds } = wayOf(ways, line);
    const key = `${line.clientId} ${recipientId}`;
    const one = told.get(key) ?? { clientId: line.clientId, recipientId, why: grounds.byClass ? WHY_BY_CLASS : null, grounds, manifest: [] };
    const ids = [...(one.manifest[0]?.ids ?? []), lines[at]!.id];
    told.set(key, { ...one, manifest: [{ kind: 'claim-lines', ids, fields: FIELDS }] });
  }
  return [...told.values()];
}
