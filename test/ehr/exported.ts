import { ExportRunner } from '../../src/modules/ehr/index.ts';
import { demand } from '../group-session/group.ts';
import type { Answer, Running } from '../support/app.ts';
import type { CLIENTS } from '../support/cast.ts';
import { answerOf, type FarEhr, PUBLIC_URL } from './far-ehr.ts';
import { carerOf } from './furnished.ts';

export const ASYNC = { prefer: 'respond-async', accept: 'application/fhir+json' };

export const revoked = async (peerwork: Running, client: keyof typeof CLIENTS, consent: { id: string; version: number }) =>
  demand(200, await peerwork.as(carerOf(client)).put(`/v1/consents/${consent.id}/revocation`, { how: 'written' }, { version: consent.version }));

type Call = { method?: string; headers?: Record<string, string>; body?: object; token?: string };
export type Manifest = { transactionTime: string; request: string; output: Listed[]; deleted: Listed[] };
type Listed = { type: string; url: string; count: number };

export const localPath = (address: string | null) => address!.slice(PUBLIC_URL.length);
/** Makes what waits, as the process does in the background. */
export const make = (peerwork: Running) => peerwork.app.get(ExportRunner).round();

/** A far system that asks for exports and fetches them. */
export class BulkReader {
  private token: string | undefined;

  constructor(readonly ehr: FarEhr) {}

  get id(): string {
    return this.ehr.id;
  }

  async call(path: string, { method = 'GET', headers = {}, body, token }: Call = {}): Promise<Answer> {
    const response = await this.fetch(path, { method, headers, body, token });
    if (!response.headers.get('content-type')?.includes('ndjson')) return answerOf(response);
    return { status: response.status, headers: response.headers, text: await response.text(), body: null, etag: '' };
  }

  async fetch(path: string, { method = 'GET', headers = {}, body, token }: Call = {}): Promise<Response> {
    this.token ??= await this.ehr.token();
    const type: Record<string, string> = body ? { 'content-type': 'application/fhir+json' } : {};
    return fetch(`${this.ehr.center.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token ?? this.token}`, ...type, ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async ask(what = '$export', { headers = {}, ...call }: Call = {}): Promise<Answer> {
    return this.call(`/fhir/R4/${what}`, { ...call, headers: { ...ASYNC, ...headers } });
  }

  /** Where to look how far it is. */
  async begun(what = '$export', call: Call = {}): Promise<string> {
    const answer = await this.ask(what, call);
    if (answer.status !== 202) throw new Error(`${what} was answered ${answer.status} ${answer.text}`);
    return localPath(answer.headers.get('content-location'));
  }

  async made(what = '$export', call: Call = {}): Promise<Manifest & { at: string }> {
    const at = await this.begun(what, call);
    await make(this.ehr.center);
    return { ...(await this.manifest(at)), at };
  }

  async manifest(at: string): Promise<Manifest> {
    const answer = await this.call(at);
    if (answer.status !== 200) throw new Error(`${at} was answered ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** All that is in the files, by type. */
  async lines({ output }: Pick<Manifest, 'output'>): Promise<Record<string, any[]>> {
    const found: Record<string, any[]> = {};
    for (const { type, url } of output) found[type] = [...(found[type] ?? []), ...(await this.file(url))];
    return found;
  }

  async file(url: string): Promise<any[]> {
    const answer = await this.call(localPath(url), { headers: { accept: 'application/fhir+ndjson' } });
    if (answer.status !== 200) throw new Error(`${url} was answered ${answer.status} ${answer.text}`);
    return linesOf(answer.text);
  }

  /** Everything that a search finds of one type, page by page; of everybody, where it has to be asked for each client. */
  async searched(type: string, query: string): Promise<any[]> {
    const found: any[] = [];
    for (let path: string | undefined = `/fhir/R4/${type}?${query}`; path;) {
      const { body }: Answer = await this.call(path);
      found.push(...(body.entry ?? []).map((entry: any) => entry.resource));
      const next = body.link.find((link: any) => link.relation === 'next');
      path = next && localPath(next.url);
    }
    return found;
  }
}

export const linesOf = (text: string): any[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
