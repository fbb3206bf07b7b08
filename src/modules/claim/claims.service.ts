import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound } from '../../platform/problem.ts';
import { type Claim, reckon } from './claim.ts';
import { ClaimView } from './claim.dto.ts';
import { NOTE_FACTS, RULE_SETS } from './claims.queries.ts';
import type { NoteFacts, RuleSet } from './note-facts.ts';

export type Reckoning = { facts: Map<string, NoteFacts>; claims: Map<string, Claim>; ruleSets: RuleSet[] };

/** What notes come to. Worked out whenever somebody asks and kept nowhere, so that it follows everything that it rests on. */
@Injectable()
export class Claims {
  constructor(private readonly work: UnitOfWork) {}

  async ofNote(noteId: string): Promise<ClaimView> {
    const { facts, claims } = await this.of([noteId]);
    const note = facts.get(noteId);
    if (!note) throw notFound();
    return ClaimView.of(note, claims.get(noteId)!);
  }

  async of(noteIds: string[]): Promise<Reckoning> {
    const [notes, ruleSets] = await Promise.all([
      this.work.rows<NoteFacts>({ ...NOTE_FACTS, values: [noteIds] }),
      this.work.rows<RuleSet>({ ...RULE_SETS, values: [] }),
    ]);
    return { facts: new Map(notes.map((note) => [note.id, note])), claims: reckon(notes, ruleSets), ruleSets };
  }
}
