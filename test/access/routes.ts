import type { Running } from '../support/app.ts';

/** Every method and path that the running router answers to; HEAD comes with each GET. */
export function routesOf(peerwork: Running): string[] {
  const router = peerwork.app.getHttpAdapter().getInstance() as unknown as { printRoutes(options: { commonPrefix: boolean }): string };
  const parents: string[] = [];
  return router
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent, segment, methods] = /^((?:[│ ] {3})*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?$/u.exec(line) ?? [];
      if (indent === undefined) {
        if (line.trim() !== '') throw new Error(`The router prints its routes in another form: ${line}`);
        return [];
      }
      const depth = indent.length / 4;
      parents[depth] = `${depth === 0 ? '' : parents[depth - 1]}${segment}`;
      return (methods?.split(', ') ?? []).map((method) => `${method} ${parents[depth]}`);
    });
}
