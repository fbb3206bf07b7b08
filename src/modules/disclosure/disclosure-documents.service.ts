import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { AfterWork } from '../../platform/http/after-work.ts';
import { printed, type Printed } from '../session-note/index.ts';
import { accountDocument, contentDocument } from './disclosure-document.ts';
import { Disclosures } from './disclosures.service.ts';

const NOTHING: Printed = new AfterWork(async () => Buffer.alloc(0));

@Injectable()
export class DisclosureDocuments {
  constructor(
    private readonly disclosures: Disclosures,
    private readonly env: Env,
  ) {}

  /** Nothing is printed of what may not leave any more; the caller hears why instead. */
  async content(by: Actor, id: string, steppedUp: boolean): Promise<Printed> {
    const content = await this.disclosures.send(by, id, 'pdf', steppedUp);
    return content ? printed(contentDocument(content, this.place)) : NOTHING;
  }

  async account(by: Actor, clientId: string): Promise<Printed> {
    return printed(accountDocument(clientId, await this.disclosures.account(by, clientId), this.place));
  }

  private get place() {
    return { center: this.env.CENTER_NAME, timeZone: this.env.SITE_TIME_ZONE };
  }
}
