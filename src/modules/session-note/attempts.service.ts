import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import type { LogAttempt } from './attempt.dto.ts';
import { NoteSigning } from './note-signing.service.ts';
import type { SessionNoteView } from './session-note-view.dto.ts';
import { SessionNotes } from './session-notes.service.ts';

/** It takes no time, and a period has a length. */
const MINUTE = 60_000;

/** Knocking at a door that nobody opens is work too, and is said in one call. It is never a contact. */
@Injectable()
export class Attempts {
  constructor(
    private readonly clock: Clock,
    private readonly notes: SessionNotes,
    private readonly signing: NoteSigning,
  ) {}

  async log(by: Actor, clientId: string, { at = this.clock.now(), place = 'not met', lateReason, ...wish }: LogAttempt): Promise<SessionNoteView> {
    const session = { startedAt: at, endedAt: new Date(at.getTime() + MINUTE), place, purposes: [] };
    const { id, version } = await this.notes.draft(by, { ...wish, ...session, clientId });
    return this.signing.sign(by, id, version, { attestation: true, lateReason });
  }
}
