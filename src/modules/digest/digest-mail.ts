import { Injectable } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { AuditTrail } from '../audit/index.ts';
import { type Letter, letterOf, transportFor } from './mail.ts';

const MINUTE_MS = 60_000;

type Claimed = Letter & { id: string; attempt: number };

/**
 * Tells supervisors that there is something to read. Each is claimed in a transaction of its own before it is sent, and
 * what became of it is written down after: a far end that fails is asked again later, and no request waits for any of it.
 */
@Injectable()
export class DigestMail extends PeriodicWork {
  private readonly transport: Transporter | null;

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
    jobs: Jobs,
  ) {
    const transport = transportFor(env);
    // Without a server to hand mail to, nothing ever waits for one, and nobody is told of it.
    super(transport ? jobs : new Jobs(), { name: 'digest-mail', everyMs: MINUTE_MS, waits: 'mail waits' });
    this.transport = transport;
  }

  override start(): void {
    if (this.transport) super.start();
  }

  override async onApplicationShutdown(): Promise<void> {
    await super.onApplicationShutdown();
    this.transport?.close();
  }

  /** Answers how many were sent. */
  async round(): Promise<number> {
    let sent = 0;
    for (let mail = await this.claim(); mail; mail = await this.claim()) {
      const error = await this.send(mail);
      await this.settle(mail, error);
      sent += error === null ? 1 : 0;
    }
    this.tally.batch(sent);
    return sent;
  }

  private async claim(): Promise<Claimed | null> {
    if (!this.transport || this.isLeaving) return null;
    return this.work.run('worker', null, async () => {
      const [mail] = await this.work.rows<Claimed>({
        name: 'claim_digest_mail',
        text: `select digest_id as id, attempt, email as to, attention, open_tasks as "openTasks" from app.claim_digest_mail()`,
      });
      if (!mail) return null;
      this.audit.record(null, 'digest.mail-claimed', mail.id, { attempt: mail.attempt });
      return mail;
    });
  }

  /** The code of what went wrong, and null when nothing did: what a far end says may quote the letter. */
  private async send(mail: Claimed): Promise<string | null> {
    try {
      await this.transport!.sendMail(letterOf(mail, this.env.PUBLIC_URL));
      return null;
    } catch (error) {
      const { code, responseCode } = error as { code?: string; responseCode?: number };
      const said = String(responseCode ?? code ?? 'unknown').slice(0, 40);
      this.leave(said, 'a mail about a digest is tried again later');
      return said;
    }
  }

  private async settle({ id, attempt }: Claimed, error: string | null): Promise<void> {
    await this.work.run('worker', null, async () => {
      await this.work.rows({ name: 'settle_digest_mail', text: 'select app.settle_digest_mail($1, $2)', values: [id, error] });
      if (error === null) this.audit.record(null, 'digest.mailed', id, { attempt });
      else this.audit.record(null, 'digest.mail-failed', id, { attempt, error });
    });
  }

  protected async backlog(): Promise<Backlog> {
    return this.work.run('worker', null, async () => {
      const [backlog] = await this.work.rows<Backlog>({
        name: 'digest_mail_backlog',
        text: `select count(*)::integer as waiting, min(since) as "oldestAt", (select app.digest_mail_sent()) as "lastDoneAt" from app.digest_mail()`,
      });
      return backlog!;
    });
  }
}
