import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { refusalOf } from '../../platform/http/refusal.dto.ts';
import { invalid, Problem } from '../../platform/problem.ts';
import type { CosignatureResult, CosignatureResults, NoteToCosign } from './cosignature.dto.ts';
import { NoteSigning } from './note-signing.service.ts';
import type { SessionNotePage, SessionNoteRow } from './session-note-view.dto.ts';
import type { FindCosignatures } from './session-note.dto.ts';
import { COSIGNATURE_QUEUE } from './session-note.queries.ts';

/** What waits for a supervisor, and how he stands for many of them at once. */
@Injectable()
export class Cosignatures {
  constructor(
    private readonly work: UnitOfWork,
    private readonly signing: NoteSigning,
  ) {}

  async queue(query: FindCosignatures): Promise<SessionNotePage> {
    const values = [startOf(query), query.limit + 1, query.peerSpecialistId ?? null];
    return pageOf(await this.work.rows<SessionNoteRow>({ ...COSIGNATURE_QUEUE, values }), query, ({ id }) => id);
  }

  /** In the order of their ids, as whoever signs the same ones at the same time takes them; the answer is in the order asked for. */
  async cosign(by: Actor, notes: NoteToCosign[]): Promise<CosignatureResults> {
    const twice = notes.findIndex(({ id }, at) => notes.findIndex((other) => other.id === id) < at);
    if (twice >= 0) throw invalid(`#/notes/${twice}/id`, 'is there twice');
    const results = new Map<string, CosignatureResult>();
    for (const note of [...notes].sort((a, b) => (a.id < b.id ? -1 : 1))) results.set(note.id, await this.one(by, note));
    return { results: notes.map(({ id }) => results.get(id)!) };
  }

  private async one(by: Actor, { id, version }: NoteToCosign): Promise<CosignatureResult> {
    try {
      const note = await this.signing.cosign(by, id, version);
      return { id, outcome: 'cosigned', version: note.version, problem: null };
    } catch (error) {
      // Whatever forbids it is found before anything is written, so the others go on.
      if (!(error instanceof Problem)) throw error;
      return { id, outcome: 'refused', version: null, problem: refusalOf(error) };
    }
  }
}
