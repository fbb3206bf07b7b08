import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Machine } from '../../../platform/access/actor.ts';
import { FOR_WORK_MS, within } from '../../../platform/database/deadline.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { Sealing } from '../../../platform/encryption/sealing.ts';
import { notFound, Problem } from '../../../platform/problem.ts';
import { HandingOut } from '../fhir/handing-out.service.ts';
import { beyondScope } from '../fhir/outcomes.ts';
import type { Leave } from '../fhir/resource-kind.ts';
import { allows } from '../machine/scopes.ts';
import { openChunk, typeOfFile } from './chunk.ts';
import { DELETED, type Given, type LeaveNow, type Leaving, leavingOf, type Line } from './export-line.ts';
import { Exports } from './exports.service.ts';
import { ARRIVE, CHUNK, CONSENTS, FILES, LEAVES } from './export.queries.ts';

type Kept = { id: string; position: number; content: Buffer };
type Part = { position: number; text: string };

/**
 * Hands out the files of an export. Each line is asked about once more when it leaves: whoever has revoked meanwhile, or is hidden,
 * is not in it. Each chunk is a transaction of its own, so that none lies open for a slow reader.
 */
@Injectable()
export class ExportFiles {
  constructor(
    private readonly work: UnitOfWork,
    private readonly exports: Exports,
    private readonly handing: HandingOut,
    private readonly sealing: Sealing,
  ) {}

  /** Refuses here, while the answer can still be a refusal. */
  async demand(by: Machine, id: string, file: string): Promise<void> {
    const { state } = await this.exports.standing(id);
    const files = state === 'done' ? await this.work.rows<{ file: string }>({ ...FILES, values: [id] }) : [];
    if (!files.some((each) => each.file === file)) throw notFound();
    if (!opens(by, typeOfFile(file))) throw beyondScope();
  }

  /** Read on only as fast as it is taken. */
  stream(by: Machine, id: string, file: string): Readable {
    return Readable.from(this.parts(by, id, file), { objectMode: false, highWaterMark: 1 });
  }

  private async *parts(by: Machine, id: string, file: string): AsyncGenerator<Buffer> {
    for (let behind = -1; ;) {
      const part: Part | null = await within(FOR_WORK_MS, () => this.next(by, id, file, behind));
      if (!part) return;
      behind = part.position;
      if (part.text !== '') yield Buffer.from(part.text);
    }
  }

  /** The next chunk, accounted for before any of it leaves; null behind the last one. */
  private next({ requestId }: Machine, id: string, file: string, behind: number): Promise<Part | null> {
    return this.work.openedBy('machine', [{ ...ARRIVE, values: [id] }], async ([arrived]) => {
      const machine = (arrived!.rows[0]?.['machine'] ?? null) as Omit<Machine, 'role' | 'requestId'> | null;
      const by = machine && ({ ...machine, role: 'machine', requestId } as Machine);
      if (!by || !opens(by, typeOfFile(file))) throw new Problem('not-found', 'export-over', 'The export has ended while it was fetched');
      const [kept] = await this.work.rows<Kept>({ ...CHUNK, values: [id, file, behind] });
      if (!kept) return null;
      const leaving = await this.leaving(typeOfFile(file), openChunk(this.sealing, kept.id, kept.content));
      await this.handing.account(
        by,
        leaving.flatMap(({ shown }) => shown),
      );
      return { position: kept.position, text: leaving.map(({ text }) => `${text}\n`).join('') };
    });
  }

  private async leaving(type: string, lines: { line: Line; text: string }[]): Promise<Leaving[]> {
    const now = await this.leavesNow(
      type,
      lines.map(({ line }) => line),
    );
    return lines.flatMap(({ line, text }) => leavingOf(type, line, text, now) ?? []);
  }

  private async leavesNow(type: string, lines: Line[]): Promise<LeaveNow> {
    const of = new Map<string, Leave>();
    if (type === 'Consent') {
      const consents = await this.work.rows<Leave & { id: string }>({ ...CONSENTS, values: [lines.map(({ id }) => id)] });
      for (const { id, ...leave } of consents) of.set(id, leave);
      return (_given, { id }) => of.get(id);
    }
    const asked = new Map(lines.flatMap(({ given }) => given.map((each) => [keyOf(each), each])));
    if (asked.size === 0) return () => undefined;
    const values = [[...asked.values()].map(({ clientId }) => clientId), [...asked.values()].map(({ category }) => category)];
    const leaves = await this.work.rows<Leave & { clientId: string; category: string }>({ ...LEAVES, values });
    for (const { clientId, category, ...leave } of leaves) of.set(keyOf({ clientId, category }), leave);
    return (given) => of.get(keyOf(given));
  }
}

/** What is only named as gone is read by whoever may have it. */
const opens = ({ scopes }: Machine, type: string): boolean => {
  const of = type === DELETED ? 'Patient' : type;
  return allows(scopes, of, 'r') && allows(scopes, of, 's');
};

const keyOf = ({ clientId, category }: Pick<Given, 'clientId' | 'category'>) => `${clientId}/${category}`;
