import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { invalid } from '../../platform/problem.ts';
import type { HeldCategory } from '../consent/index.ts';
import type { DisclosedParts } from './content.dto.ts';
import type { Manifested } from './disclosure.entity.ts';
import { PARTS } from './disclosure.queries.ts';

type Part = keyof typeof PARTS;
type Rows = { id: string }[];

/** What belongs to which category: nothing else of a client leaves on the strength of it. */
const OF_CATEGORY: Record<HeldCategory, Part[]> = {
  demographics: ['demographics'],
  attendance: ['stays', 'sessions'],
  goals: ['goals'],
  'session-notes': ['notes'],
  group: ['groupNotes'],
};
const MOST_ROWS = 500;

export type Window = { clientId: string; categories: HeldCategory[]; fromOn: string | null; toOn: string | null };

/** Reads what a disclosure holds, as far as whoever asks may read it himself. */
@Injectable()
export class Contents {
  constructor(private readonly work: UnitOfWork) {}

  async manifestOf(window: Window): Promise<Manifested[]> {
    const parts = await this.read(window);
    return Object.entries(parts).flatMap(([kind, rows]) => (rows.length > 0 ? [{ kind, ids: rows.map(({ id }) => id), fields: fieldsOf(rows) }] : []));
  }

  /** What the manifest names and is there still, and no more. */
  async of(window: Window, manifest: Manifested[]): Promise<DisclosedParts> {
    const named = new Map(manifest.map(({ kind, ids }) => [kind, new Set(ids)]));
    const parts = await this.read(window);
    const kept = Object.entries(parts).map(([part, rows]) => [part, rows.filter(({ id }) => named.get(part)?.has(id))] as const);
    return Object.fromEntries(kept) as unknown as DisclosedParts;
  }

  private async read({ clientId, categories, fromOn, toOn }: Window): Promise<Record<Part, Rows>> {
    const wanted = new Set(categories.flatMap((category) => OF_CATEGORY[category]));
    const names = Object.keys(PARTS) as Part[];
    const parts = await Promise.all(
      names.map((part) => (wanted.has(part) ? this.work.rows<{ id: string }>({ ...PARTS[part], values: [clientId, fromOn, toOn, MOST_ROWS + 1] }) : [])),
    );
    if (parts.some((rows) => rows.length > MOST_ROWS))
      throw invalid('#/from', `and to must be nearer to each other: more than ${MOST_ROWS} records lie between them`);
    return Object.fromEntries(names.map((part, at) => [part, parts[at]!])) as Record<Part, Rows>;
  }
}

const fieldsOf = (rows: Rows) => Object.keys(rows[0]!).filter((name) => name !== 'id');
