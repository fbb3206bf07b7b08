import { randomUUID } from 'node:crypto';
import type { Answer, Running } from '../support/app.ts';
import type { Callback, Claims, FarProvider } from './far-provider.ts';
import type { Role } from '../../src/platform/access/actor.ts';

/** People and their browsers, between the application and the provider. */
export class SigningOn {
  /** What was handed out on the way; it must end in no log. */
  readonly secrets: string[] = [];

  constructor(
    private readonly peerwork: Running,
    private readonly provider: FarProvider,
  ) {}

  async begin(): Promise<{ attempt: string; authorizationUrl: string; expiresAt: string }> {
    const { status, body } = await this.peerwork.as(null).post('/v1/single-sign-on/attempts');
    if (status !== 201) throw new Error(`an attempt was answered ${status}`);
    this.secrets.push(body.attempt);
    return body;
  }

  async complete(attempt: string, callback: Partial<Callback>, more: object = {}): Promise<Answer> {
    const answer = await this.peerwork.as(null).post('/v1/single-sign-on/sessions', { attempt, ...callback, ...more });
    if (answer.status === 201) this.secrets.push(answer.body.token, answer.body.device);
    return answer;
  }

  /** All of it, as this person. */
  async as(claims: Claims): Promise<Answer> {
    const { attempt, authorizationUrl } = await this.begin();
    return this.complete(attempt, this.provider.visit(authorizationUrl, claims));
  }

  /** Somebody who was invited and never set a password. */
  async invited(role: Role = 'clinician'): Promise<{ id: string; email: string; subject: string }> {
    const email = `sso-${randomUUID()}@center.example`;
    const { body } = await this.peerwork.as('ada').post('/v1/accounts', { email, name: 'Newcomer', role });
    return { id: body.id, email, subject: `subject of ${body.id}` };
  }

  /** Somebody whom an administrator linked. */
  async linked(role: Role = 'clinician'): Promise<{ id: string; email: string; subject: string; identityId: string }> {
    const person = await this.invited(role);
    const { status, body } = await this.link(person.id, person.subject);
    if (status !== 201) throw new Error(`a link was answered ${status}`);
    return { ...person, identityId: body.id };
  }

  link(accountId: string, subject: string, more: { key?: string } = {}): Promise<Answer> {
    return this.peerwork.as('ada').post(`/v1/accounts/${accountId}/external-identities`, { issuer: this.provider.url, subject }, more);
  }
}
