import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { LogAttempt } from './attempt.dto.ts';
import { Attempts } from './attempts.service.ts';
import { SessionNoteView } from './session-note-view.dto.ts';
import { SessionNotes } from './session-notes.service.ts';

@ApiTags('session-note')
@Controller('v1/clients/:id/attempts')
export class AttemptsController {
  constructor(
    private readonly attempts: Attempts,
    private readonly notes: SessionNotes,
  ) {}

  @Post()
  @Allow('session-note:write')
  @ReplayedBy('note')
  @Describe('logAttempt', 'Log and sign in one call that a session did not take place', 409)
  log(@By() by: Actor, @Param('id', PathId) clientId: string, @Body() wish: LogAttempt): Promise<SessionNoteView> {
    return this.attempts.log(by, clientId, wish);
  }

  note(by: Actor, id: string): Promise<SessionNoteView> {
    return this.notes.read(by, id);
  }
}
