import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type ChartOwner, noteDocument } from './note-document.ts';
import { printed, type Printed } from './printed.ts';
import { SessionNotes } from './session-notes.service.ts';

@Injectable()
export class NoteDocuments {
  constructor(
    private readonly work: UnitOfWork,
    private readonly env: Env,
    private readonly notes: SessionNotes,
  ) {}

  /** The file's name tells nobody who the client is. */
  async of(by: Actor, id: string): Promise<{ name: string; bytes: Printed }> {
    const note = await this.notes.read(by, id);
    const [owner] = await this.work.rows<NonNullable<ChartOwner>>({
      name: 'owner_of_chart',
      text: `select code, given_name as "givenName", family_name as "familyName", birth_date as "birthDate" from app.clients where id = $1`,
      values: [note.clientId],
    });
    // Whoever may not read the note's words may not read the goals' either.
    const goals = note.wordsWithheld ? [] : await this.goals(note.goalIds);
    this.work.saw(note.clientId);
    const place = { center: this.env.CENTER_NAME, timeZone: this.env.SITE_TIME_ZONE };
    return { name: `session-note-${id}.pdf`, bytes: printed(noteDocument(note, owner ?? null, goals, place)) };
  }

  private async goals(ids: string[]): Promise<string[]> {
    const goals = await this.work.rows<{ statement: string }>({
      name: 'goals_of_chart',
      text: 'select statement from app.goals where id = any ($1) order by id',
      values: [ids],
    });
    return goals.map(({ statement }) => statement);
  }
}
