import { Injectable } from '@nestjs/common';
import type { Statement } from '../../platform/database/transaction.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound } from '../../platform/problem.ts';
import { type Claim, reckon } from './claim.ts';
import { ClaimView } from './claim.dto.ts';
import type { ServiceDays } from './claim-line.dto.ts';
import { FACTS_OF_CLIENTS, FACTS_OF_NOTES, RULE_SETS } from './claims.queries.ts';
import type { NoteFacts, RuleSet } from './note-facts.ts';
import { Payments } from './payments.service.ts';

export type Reckoning = { facts: Map<string, NoteFacts>; claims: Map<string, Claim>; ruleSets: Map<string, RuleSet> };

/** What notes come to. Worked out whenever somebody asks and kept nowhere, so that it follows everything that it rests on. */
@Injectable()
export class Claims {
  constructor(
    private readonly work: UnitOfWork,
    private readonly payments: Payments,
  ) {}

  async ofNote(noteId: string): Promise<ClaimView> {
    const { facts, claims } = await this.ofNotes([noteId]);
    const note = facts.get(noteId);
    if (!note) throw notFound();
    return ClaimView.of(note, claims.get(noteId)!);
  }

  ofNotes(noteIds: string[]): Promise<Reckoning> {
    return this.reckoned({ ...FACTS_OF_NOTES, values: [noteIds] });
  }

  ofClients(clientIds: string[], { from, to }: ServiceDays): Promise<Reckoning> {
    return this.reckoned({ ...FACTS_OF_CLIENTS, values: [clientIds, from, to] });
  }

  async ruleSets(): Promise<Map<string, RuleSet>> {
    return new Map((await this.work.rows<RuleSet>({ ...RULE_SETS, values: [] })).map((one) => [one.id, one]));
  }

  private async reckoned(statement: Statement): Promise<Reckoning> {
    const [notes, ruleSets] = await Promise.all([this.work.rows<NoteFacts>(statement), this.ruleSets()]);
    await this.payments.standing(notes);
    return { facts: new Map(notes.map((note) => [note.id, note])), claims: reckon(notes, [...ruleSets.values()]), ruleSets };
  }
}
