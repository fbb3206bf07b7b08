/** One member of the demo center's staff with his client of the API: what he does goes the way that all staff go. */
export class StaffPhone {
  private constructor(
    private readonly url: string,
    private readonly token: string | null,
  ) {}

  static at(url: string): StaffPhone {
    return new StaffPhone(url, null);
  }

  async signIn(email: string, password: string): Promise<StaffPhone> {
    const { token } = await this.post<{ token: string }>('/v1/session', { email, password });
    return new StaffPhone(this.url, token);
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

  private async call<T>(method: string, path: string, body?: object, version?: number): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The demo center could not be filled: ${method} ${path} answered ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
