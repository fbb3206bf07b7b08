import { Injectable } from '@nestjs/common';
import { Env } from '../../../config/env.ts';
import type { Machine } from '../../../platform/access/actor.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { notFound, Problem } from '../../../platform/problem.ts';
import { AuditTrail } from '../../audit/index.ts';
import { fhirBase } from '../base-address.ts';
import { GROUP } from '../fhir/kinds/group.ts';
import { beyondScope } from '../fhir/outcomes.ts';
import { isUuid } from '../fhir/parameter.ts';
import { Reading } from '../fhir/reading.service.ts';
import { allows } from '../machine/scopes.ts';
import { typeOfFile } from './chunk.ts';
import { Export, type ExportLevel, type ExportState, type ExportWish } from './export.entity.ts';
import { DELETED } from './export-line.ts';
import { ExportRunner } from './export-runner.ts';
import { END, FILES, HOLD, ONE, POLL } from './export.queries.ts';

/** How long to wait before asking how far it is, and within which nobody is answered again. */
export const POLL_SECONDS = 2;
const PAUSE_SECONDS = 1;

type Listed = { type: string; url: string; count: number };
/** What a machine is told when it is done: which files there are. Each is fetched with a token. */
export type ExportManifest = {
  transactionTime: string;
  request: string;
  requiresAccessToken: true;
  output: Listed[];
  deleted: Listed[];
  error: Listed[];
};
export type Standing = {
  state: ExportState;
  level: ExportLevel;
  request: string;
  transactionTime: Date | null;
  expiresAt: Date | null;
  resources: number;
};

/** What machines asked to have as files: asking for it, seeing how far it is, and ending it. */
@Injectable()
export class Exports {
  private readonly base: string;

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly reading: Reading,
    private readonly runner: ExportRunner,
    env: Env,
  ) {
    this.base = fhirBase(env);
  }

  /** Answers where to ask how far it is. */
  async ask(by: Machine, wish: ExportWish): Promise<string> {
    const [held] = await this.work.rows<{ inProgress: number }>(HOLD);
    const asked = Export.ask(by, wish, held!.inProgress);
    await this.work.insert(asked);
    this.audit.record(by, 'export.asked', asked.id, { level: asked.level, types: asked.types });
    this.work.afterCommit(() => this.runner.wake());
    return this.addressOf(asked.id);
  }

  /** Whose caseload it is; one that does not exist is not there. */
  async caseload({ scopes }: Machine, id: string): Promise<string> {
    if (!allows(scopes, 'Group', 'r')) throw beyondScope();
    return (await this.reading.row(GROUP, id)).id;
  }

  /** How far it is; whoever asks again too soon is told to wait. */
  async poll(id: string): Promise<Standing> {
    const standing = await this.standing(id);
    if (standing.state === 'done') return standing;
    if (standing.state === 'failed') throw new Problem('conflict', 'export-failed', 'This export could not be made; ask for it anew');
    const [polled] = await this.work.rows<{ isDue: boolean }>({ ...POLL, values: [id, PAUSE_SECONDS] });
    if (!polled!.isDue)
      throw new Problem('too-many-requests', 'polled-too-soon', 'Wait as long as Retry-After says before asking again', { retryAfter: POLL_SECONDS });
    return standing;
  }

  async standing(id: string): Promise<Standing> {
    const [standing] = isUuid(id) ? await this.work.rows<Standing>({ ...ONE, values: [id] }) : [];
    if (!standing) throw notFound();
    return standing;
  }

  async manifest(id: string, { transactionTime, request }: Standing): Promise<ExportManifest> {
    const files = await this.work.rows<{ file: string; resources: number }>({ ...FILES, values: [id] });
    const listed = files.map(({ file, resources }) => ({ file: typeOfFile(file), url: `${this.addressOf(id)}/files/${file}`, count: resources }));
    const [deleted, output] = [listed.filter(({ file }) => file === DELETED), listed.filter(({ file }) => file !== DELETED)];
    return {
      transactionTime: transactionTime!.toISOString(),
      request,
      requiresAccessToken: true,
      output: output.map(({ file, ...rest }) => ({ type: file, ...rest })),
      deleted: deleted.map(({ url, count }) => ({ type: 'Bundle', url, count })),
      error: [],
    };
  }

  async end(by: Machine, id: string): Promise<void> {
    const [ended] = isUuid(id) ? await this.work.rows<{ isEnded: boolean }>({ ...END, values: [id] }) : [];
    if (!ended?.isEnded) throw notFound();
    this.audit.record(by, 'export.ended', id, {});
    this.work.afterCommit(() => this.runner.wake());
  }

  private addressOf(id: string): string {
    return `${this.base}/exports/${id}`;
  }
}
