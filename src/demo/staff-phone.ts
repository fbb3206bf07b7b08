import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** One member of the demo center's staff with his client of the API: what he does goes the way that all staff go, but for the network. */
export class StaffPhone {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly token: string | null,
  ) {}

  static at(app: NestFastifyApplication): StaffPhone {
    return new StaffPhone(app, null);
  }

  async signIn(email: string, password: string): Promise<StaffPhone> {
    const { token } = await this.post<{ token: string }>('/v1/session', { email, password });
    return new StaffPhone(this.app, token);
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  post<T = { id: string; version: number }>(path: string, body: object): Promise<T> {
    return this.call('POST', path, body);
  }

  put<T = { id: string; version: number; status: string }>(path: string, version: number, body: object): Promise<T> {
    return this.call('PUT', path, body, version);
  }

  /** A busy machine is asked again: a center that is half there would stay so. */
  private async call<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, version?: number, tries = 5): Promise<T> {
    const { statusCode, payload } = await this.app.inject({
      method,
      url: path,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body ? { payload: JSON.stringify(body) } : {}),
    });
    if (statusCode === 503 && tries > 1) {
      await wait(1_000);
      return this.call(method, path, body, version, tries - 1);
    }
    if (statusCode >= 300) throw new Error(`The demo center could not be filled: ${method} ${path} answered ${statusCode} ${payload}`);
    return (payload ? JSON.parse(payload) : undefined) as T;
  }
}
