import { RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { MACHINES } from '../../src/platform/access/allow.ts';
import type { Running } from '../support/app.ts';

/** Every method and path that the running router answers to; HEAD comes with each GET. */
export function routesOf(peerwork: Pick<Running, 'app'>): string[] {
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

/** Every route that is for machines alone. openapi.json does not have them, since their CapabilityStatement describes them, and no person reaches them. */
export function machineRoutesOf({ app }: Pick<Running, 'app'>): string[] {
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers();
  const handlers = controllers.flatMap(({ instance, metatype }) => {
    const prototype = Object.getPrototypeOf(instance);
    const names = new MetadataScanner().getAllMethodNames(prototype);
    return names.map((name) => ({ controller: metatype!, handler: prototype[name] as object }));
  });
  const routes = handlers
    .filter(({ handler }) => Reflect.getMetadata(MACHINES, handler) === true)
    .map(({ controller, handler }) => {
      const path = [controller, handler].map((target) => Reflect.getMetadata('path', target) as string).join('/');
      return `${RequestMethod[Reflect.getMetadata('method', handler) as number]} /${path.split('/').filter(Boolean).join('/')}`;
    });
  return withHeads(routes);
}

export type RouteSets = { router: string[]; contract: string[]; policy: string[] };

/** What one of the three has and another one has not: `GET /v1/goals/:id is not in the policy`. */
export function strayRoutes(sets: RouteSets): string[] {
  const every = [...new Set(Object.values(sets).flat())].sort();
  return every.flatMap((route) =>
    (Object.keys(sets) as (keyof RouteSets)[]).filter((name) => !sets[name].includes(route)).map((name) => `${route} is not in the ${name}`),
  );
}

/** HEAD comes with every GET and asks the same questions. */
export const withHeads = (routes: string[]): string[] =>
  routes.flatMap((route) => (route.startsWith('GET ') ? [route, route.replace('GET', 'HEAD')] : [route]));
