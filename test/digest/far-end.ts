import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

type Received = { to: string[]; bytes: string };

/** A real mail server in this process, which keeps what it is handed or says that it will not. */
export class FarEnd {
  letters: Received[] = [];
  logins: { user: string; password: string }[] = [];
  tries = 0;
  /** What it says to a letter. */
  answers = 250;
  port = 0;
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        this.logins.push({ user: username ?? '', password: password ?? '' });
        done(null, { user: username });
      },
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          this.tries += 1;
          if (this.answers !== 250) return done(Object.assign(new Error('not now'), { responseCode: this.answers }));
          this.letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), bytes: Buffer.concat(parts).toString() });
          done();
        });
      },
    });
    this.server.on('error', () => {});
  }

  static async listening(): Promise<FarEnd> {
    const far = new FarEnd();
    const listening = far.server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    far.port = (listening.address() as AddressInfo).port;
    return far;
  }

  reset(): void {
    Object.assign(this, { letters: [], logins: [], tries: 0, answers: 250 });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
