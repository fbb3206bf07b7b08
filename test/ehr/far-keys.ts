import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';

/** How it answers, when not as it should. */
export type Fault = 'away' | 'slow' | 'failing' | 'redirecting' | 'huge' | 'garbage' | 'no-set' | 'gone';

/** Where a clinic's system publishes its keys. */
export class FarKeys {
  keys: JWK[] = [];
  cacheControl: string | undefined;
  fault: Fault | undefined;
  /** How often it was asked. */
  asked = 0;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((_request, response) => this.answer(response));
  }

  static async listening(): Promise<FarKeys> {
    const far = new FarKeys();
    await once(far.server.listen(0, '127.0.0.1'), 'listening');
    return far;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/keys.json`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(response: ServerResponse): void {
    this.asked += 1;
    const json = { 'content-type': 'application/json', ...(this.cacheControl && { 'cache-control': this.cacheControl }) };
    const whole = JSON.stringify({ keys: this.keys });
    const ways: Record<Fault, () => void> = {
      away: () => response.destroy(),
      slow: () => {},
      failing: () => void response.writeHead(502).end(),
      redirecting: () => void response.writeHead(302, { location: `${this.url}?there` }).end(whole),
      huge: () => void response.writeHead(200, json).end(`{"padding":"${'x'.repeat(400_000)}",${whole.slice(1)}`),
      garbage: () => void response.writeHead(200, json).end('<html>not today</html>'),
      'no-set': () => void response.writeHead(200, json).end(JSON.stringify(this.keys)),
      gone: () => void response.writeHead(404, json).end(whole),
    };
    if (this.fault) ways[this.fault]();
    else response.writeHead(200, json).end(whole);
  }
}
