import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { GoalHistory } from '../accountability-goal/index.ts';
import { Attempts, NoteEdits, NoteSigning, SessionNotes } from '../session-note/index.ts';
import type { Operation, OperationResult } from './batch.dto.ts';

type Done = { outcome: OperationResult['outcome']; version: number | null };

/** Does what an operation says, as the same wish does that comes alone. */
@Injectable()
export class Operations {
  constructor(
    private readonly work: UnitOfWork,
    private readonly notes: SessionNotes,
    private readonly attempts: Attempts,
    private readonly edits: NoteEdits,
    private readonly signing: NoteSigning,
    private readonly history: GoalHistory,
  ) {}

  async perform(by: Actor, { id, draftNote, logAttempt, checkIn, changeNote, signNote }: Operation): Promise<Done> {
    if (draftNote) return done((await this.notes.draft(by, { ...draftNote, id })).version);
    if (logAttempt) return done((await this.attempts.log(by, logAttempt.clientId, { ...attemptIn(logAttempt), id })).version);
    if (changeNote) {
      const { noteId, baseVersion, ...wish } = changeNote;
      const { isKept, version } = await this.edits.change(by, { id, noteId, baseVersion }, wish);
      return isKept ? { outcome: 'kept-beside', version } : done(version);
    }
    if (signNote) {
      const { noteId, version, ...wish } = signNote;
      return done((await this.signing.sign(by, noteId, version, wish)).version);
    }
    const { goalId, ...wish } = checkIn!;
    await this.history.checkIn(by, goalId, { ...wish, id });
    return done(null);
  }

  /** Somebody's own thing may be out of his sight by now, and is known to him all the same. */
  async isOwn(id: string): Promise<boolean> {
    const [found] = await this.work.rows<{ isOwn: boolean }>({ name: 'is_own', text: 'select app.is_own($1) as "isOwn"', values: [id] });
    return found!.isOwn;
  }
}

const done = (version: number | null): Done => ({ outcome: 'done', version });
const attemptIn = ({ clientId: _, ...wish }: NonNullable<Operation['logAttempt']>) => wish;
