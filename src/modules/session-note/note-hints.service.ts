import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Hint, hintsOf } from './hints.ts';
import { sketchOf } from './note-sketch.ts';
import { PERSON_FIRST, type Wording } from './person-first.ts';
import type { SessionNote, Words } from './session-note.entity.ts';

type Subject = Pick<SessionNote, 'id' | 'clientId' | 'authorId' | 'outcome'>;

/** What is to be thought about in a note's words, worked out whenever they are written. */
@Injectable()
export class NoteHints {
  private readonly wordings: Wording[];

  constructor(
    private readonly work: UnitOfWork,
    { PERSON_FIRST_FILE }: Env,
  ) {
    this.wordings = PERSON_FIRST_FILE ? wordingsIn(PERSON_FIRST_FILE) : PERSON_FIRST;
  }

  /** To be told after the note is there, and before its words are kept. */
  async of(note: Subject, words: Words, goalCount: number): Promise<Hint[]> {
    const isContact = note.outcome === 'completed';
    const sketch = isContact ? sketchOf(words) : null;
    const similar = sketch ? await this.compare(note, sketch) : 0;
    return hintsOf({ words, isContact, goalCount, wordings: this.wordings, similar });
  }

  private async compare({ id, clientId, authorId }: Subject, sketch: number[]): Promise<number> {
    const [found] = await this.work.rows<{ count: number }>({
      name: 'sketch_note',
      text: `with kept as (insert into app.session_note_sketches (note_id, client_id, author_id, sketch) values ($1, $2, $3, $4)
                           on conflict (note_id) do update set sketch = excluded.sketch)
             select cardinality(app.similar_notes($1, $3, $4)) as count`,
      values: [id, clientId, authorId, sketch],
    });
    return found!.count;
  }
}

function wordingsIn(file: string): Wording[] {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';
  const isWording = (one: unknown): one is Wording => {
    const { avoid, say } = (one ?? {}) as Partial<Wording>;
    return Array.isArray(avoid) && avoid.length > 0 && avoid.every(isText) && isText(say);
  };
  if (!Array.isArray(read) || !read.every(isWording)) throw new Error('PERSON_FIRST_FILE must hold a list of { "avoid": ["word"], "say": "word" }');
  return read;
}
