// A load over keep-alive sockets that costs little itself: requests are written as text, answers cut by their Content-Length.
import net from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

class Connection {
  constructor(port) {
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    this.held = Buffer.alloc(0);
    this.socket.on('data', (chunk) => this.take(chunk));
    this.socket.on('error', (error) => this.fail?.(error));
    this.socket.on('close', () => this.fail?.(new Error('The server closed the connection')));
  }

  ask(text) {
    return new Promise((done, fail) => {
      Object.assign(this, { done, fail });
      this.socket.write(text);
    });
  }

  take(chunk) {
    this.held = this.held.length > 0 ? Buffer.concat([this.held, chunk]) : chunk;
    const end = this.held.indexOf(HEAD_END);
    if (end === -1) return;
    const head = this.held.toString('latin1', 0, end);
    const from = end + HEAD_END.length;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.held.length < from + length) return;
    const answer = { status: Number(head.slice(9, 12)), body: this.held.subarray(from, from + length) };
    this.held = this.held.subarray(from + length);
    this.done(answer);
  }

  end() {
    this.fail = undefined;
    this.socket.destroy();
  }
}

export const textOf = (token, method, path, body) => {
  const content = body === undefined ? '' : JSON.stringify(body);
  const more = body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(content)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\n${method === 'PUT' ? 'If-Match: "1"\r\n' : ''}${more}\r\n${content}`;
};

const demand = ({ status, body }, text) => {
  if (status >= 300) throw new Error(`${text.split('\r\n')[0]} answered ${status} ${body}`);
  return body;
};

/** One after the other on one connection. */
export async function once(port, ...texts) {
  const connection = new Connection(port);
  const bodies = [];
  for (const text of texts) bodies.push(demand(await connection.ask(text), text));
  connection.end();
  return bodies;
}

/** So many at once for so long, on one port or by turns on several; `operation` gets a function that sends one text and gives the body back. */
export async function loaded(ports, operation, { atOnce, seconds }) {
  const connections = Array.from({ length: atOnce }, (_, n) => new Connection([ports].flat()[n % [ports].flat().length]));
  const times = [];
  const began = performance.now();
  const until = began + seconds * 1_000;
  try {
    await Promise.all(
      connections.map(async (connection) => {
        const send = async (text) => demand(await connection.ask(text), text);
        while (performance.now() < until) {
          const start = performance.now();
          await operation(send);
          times.push(performance.now() - start);
        }
      }),
    );
  } finally {
    connections.forEach((connection) => connection.end());
  }
  const rate = (times.length * 1_000) / (performance.now() - began);
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { rate, p50: at(0.5), p99: at(0.99) };
}
