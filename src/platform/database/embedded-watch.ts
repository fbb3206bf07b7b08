import { setTimeout as wait } from 'node:timers/promises';

const EVERY_MS = 100;

/**
 * Brings the server back when it goes away under a process that needs it. It is looked at, not listened to: a server that was
 * taken over is nobody's child.
 */
export class EmbeddedWatch {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private fault = '';

  constructor(
    private readonly isUp: () => boolean,
    private readonly bringBack: () => Promise<void>,
    private readonly say: (what: string) => void,
  ) {}

  begin(): void {
    this.timer ??= setInterval(() => this.look(), EVERY_MS).unref();
  }

  /** What is coming up is waited for, so that whoever stops the server afterwards stops this one too. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private look(): void {
    this.looking ??= this.tend().finally(() => (this.looking = null));
  }

  private async tend(): Promise<void> {
    try {
      if (this.isUp()) return;
      if (!this.fault) this.say('PostgreSQL is gone; bringing it back');
      await this.bringBack();
      this.fault = '';
      this.say('PostgreSQL is back');
    } catch (error) {
      // It is tried again for as long as somebody needs it; the same reason is said once.
      const { message } = error as Error;
      if (message !== this.fault) this.say(message);
      this.fault = message;
      await wait(1_000);
    }
  }
}
