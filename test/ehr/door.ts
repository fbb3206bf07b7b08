import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The address at which a center is known to the outside, before it runs: its links then lead to it, as they do behind the
 * proxy of a real one.
 */
export async function openDoor(): Promise<{ url: string; leadTo: (inside: string) => void; close: () => void }> {
  let target = '';
  const server = createServer((incoming, answer) => {
    const onward = request(`${target}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (inner) => {
      answer.writeHead(inner.statusCode!, inner.headers);
      inner.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, leadTo: (inside) => void (target = inside), close };
}
